package io.membership.spring.actuate;

import java.nio.charset.StandardCharsets;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMetrics.Gauge;
import io.membership.spring.Clusters;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Sends user events. Not accessible unless {@code
 * management.endpoint.clusterevents.access} is {@code unrestricted}.
 */
@WebEndpoint(id = "clusterevents", defaultAccess = Access.NONE)
public final class ClusterEventsEndpoint {

	private final Clusters clusters;

	/**
	 * Creates the endpoint.
	 * @param clusters the application's clusters
	 */
	public ClusterEventsEndpoint(Clusters clusters) {
		this.clusters = clusters;
	}

	/**
	 * Sends a user event to the whole cluster, the local member included.
	 * @param name its name
	 * @param payload its payload as text
	 * @param coalesce whether receivers may deliver only the latest event of that name
	 * @param cluster name of the cluster within the application; {@code null} for the
	 * primary one
	 * @return 200 when it is queued to be gossiped, 400 if it is too large
	 */
	@WriteOperation
	@RegisterReflectionForBinding({ PublishedEvent.class, ErrorDescriptor.class })
	public WebEndpointResponse<OperationResponseBody> publish(String name, @Nullable String payload,
			@Nullable Boolean coalesce, @Nullable String cluster) {
		return Answers.orBadRequest(() -> {
			Cluster chosen = ClusterChoice.of(this.clusters, cluster);
			byte[] bytes = ((payload != null) ? payload : "").getBytes(StandardCharsets.UTF_8);
			Waiting.of(chosen.publish(name, bytes, Boolean.TRUE.equals(coalesce)), "The event could not be sent");
			return new PublishedEvent(name, bytes.length, chosen.metrics().value(Gauge.EVENT_TIME));
		});
	}

	/**
	 * A sent event.
	 *
	 * @param name name of the event
	 * @param bytes size of its payload
	 * @param lamportTime the clock of user events after sending
	 */
	public record PublishedEvent(String name, int bytes, long lamportTime) implements OperationResponseBody {

	}

}
