package io.membership.spring.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.membership.gossip.Memberlist;
import io.membership.spring.Clusters;
import io.membership.spring.actuate.ForgetDescriptor.Outcome;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;

/**
 * Shows a cluster as the local member knows it, and forgets failed and left members, at
 * the local member only. Read-only unless {@code management.endpoint.cluster.access} says
 * otherwise; not exposed over HTTP unless
 * {@code management.endpoints.web.exposure.include} names it. Shows no key.
 */
@Endpoint(id = "cluster", defaultAccess = Access.READ_ONLY)
public final class ClusterEndpoint {

	private final Map<String, View> views = new LinkedHashMap<>();

	/**
	 * Creates the endpoint of a member that speaks memberlist's protocol.
	 * @param memberlist the local member
	 */
	public ClusterEndpoint(Memberlist memberlist) {
		this.views.put(Clusters.PRIMARY, new MemberlistView(memberlist));
	}

	/**
	 * Creates the endpoint of members that speak Serf's protocol.
	 * @param clusters the application's clusters
	 * @param sanitizer hides values of tags
	 */
	public ClusterEndpoint(Clusters clusters, TagSanitizer sanitizer) {
		clusters.all().forEach((name, cluster) -> this.views.put(name, new SerfView(name, cluster, sanitizer)));
	}

	/**
	 * A cluster.
	 * @param status which members to list, by status; {@code null} for all
	 * @param tag which members to list, by tags, each as {@code name=value}; {@code null}
	 * for all
	 * @param cluster which of the application's clusters; {@code null} for the primary
	 * @return the local member, the members, counts and the queue of broadcasts
	 */
	@ReadOperation
	public ClusterDescriptor cluster(@Nullable List<String> status, @Nullable List<String> tag,
			@Nullable String cluster) {
		View view = view(cluster);
		Map<String, String> tags = TagFilter.parse(tag);
		if (!tags.isEmpty() && !view.hasTags()) {
			throw new BadRequestException("With memberlist's protocol members have no tags.", List.of("status"));
		}
		return view.describe(StatusFilter.parse(status, view.statuses()), tags);
	}

	/**
	 * A member.
	 * @param cluster which of the application's clusters; {@code null} for the primary
	 * @param name its name, in parts if it contains slashes
	 * @return the member, or {@code null} if it is not known
	 */
	@ReadOperation
	public @Nullable MemberDescriptor member(@Nullable String cluster,
			@Selector(match = Match.ALL_REMAINING) String... name) {
		return view(cluster).member(String.join("/", name)).orElse(null);
	}

	/**
	 * Forgets a failed or left member at once, at the local member only.
	 * @param cluster which of the application's clusters; {@code null} for the primary
	 * @param name its name, in parts if it contains slashes
	 * @return what became of it
	 */
	@DeleteOperation
	public ForgetDescriptor forget(@Nullable String cluster, @Selector(match = Match.ALL_REMAINING) String... name) {
		View view = view(cluster);
		Optional<MemberDescriptor> member = view.member(String.join("/", name));
		if (member.isEmpty()) {
			return new ForgetDescriptor(Outcome.UNKNOWN, "There is no member of this name.");
		}
		if (!view.isPresent(member.get())
				&& Waiting.of(view.forget(member.get().name()), "The member could not be forgotten")) {
			return new ForgetDescriptor(Outcome.FORGOTTEN, "The member was forgotten.");
		}
		// asked again, because it may have come back or gone meanwhile
		return view.member(member.get().name())
			.map((now) -> new ForgetDescriptor(Outcome.REFUSED,
					"The member is " + now.status()
							+ "; only a failed or left one other than this member itself can be forgotten."))
			.orElseGet(() -> new ForgetDescriptor(Outcome.UNKNOWN, "There is no member of this name any more."));
	}

	private View view(@Nullable String cluster) {
		View view = this.views.get((cluster != null) ? cluster : Clusters.PRIMARY);
		if (view == null) {
			throw new BadRequestException("There is no cluster '" + cluster + "'.", this.views.keySet());
		}
		return view;
	}

}
