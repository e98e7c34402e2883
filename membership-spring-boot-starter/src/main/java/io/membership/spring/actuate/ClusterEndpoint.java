package io.membership.spring.actuate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberState;
import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;
import io.membership.spring.actuate.ClusterEndpoint.ForgetDescriptor.Outcome;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;

/**
 * Shows a cluster as the local member knows it, and forgets failed and left members, on
 * the local member only. Read-only unless {@code management.endpoint.cluster.access} says
 * otherwise; not exposed over HTTP unless {@code
 * management.endpoints.web.exposure.include} names it. Never shows a key.
 */
@Endpoint(id = "cluster", defaultAccess = Access.READ_ONLY)
public final class ClusterEndpoint {

	private static final String SUSPECT = "suspect";

	private static final List<String> STATUSES = List.of(MemberState.ALIVE.text(), SUSPECT, MemberState.LEAVING.text(),
			MemberState.LEFT.text(), MemberState.FAILED.text());

	private final LocalNodes nodes;

	private final TagSanitizer sanitizer;

	/**
	 * Creates the endpoint.
	 * @param nodes the local members
	 * @param sanitizer hides values of tags
	 */
	public ClusterEndpoint(LocalNodes nodes, TagSanitizer sanitizer) {
		this.nodes = nodes;
		this.sanitizer = sanitizer;
	}

	/**
	 * Returns a cluster.
	 * @param status statuses of the members to list; {@code null} for all
	 * @param tag tags of the members to list, each as {@code name=value}; {@code null}
	 * for all
	 * @param cluster name of the cluster within the application; {@code null} for the
	 * primary one
	 * @return the local member, the members, counts and the broadcast queue
	 */
	@ReadOperation
	public ClusterDescriptor cluster(@Nullable List<String> status, @Nullable List<String> tag,
			@Nullable String cluster) {
		LocalNode node = node(cluster);
		Map<String, String> tags = TagFilter.parse(tag);
		if (!tags.isEmpty() && node.cluster().isEmpty()) {
			throw new BadRequestException("With memberlist's protocol members have no tags.", List.of("status"));
		}
		Set<String> statuses = StatusFilter.parse(status, STATUSES);
		return ClusterDescriptor.of(node,
				node.members()
					.stream()
					.filter((member) -> statuses.contains(member.state().text())
							|| (member.suspect() && statuses.contains(SUSPECT)))
					.filter((member) -> TagFilter.matches(tags, member.tags()))
					.map((member) -> MemberDescriptor.of(node, member, this.sanitizer))
					.toList());
	}

	/**
	 * Returns a member.
	 * @param cluster name of the cluster within the application; {@code null} for the
	 * primary one
	 * @param name its name, in parts if it contains slashes
	 * @return the member, or {@code null} if it is not known
	 */
	@ReadOperation
	public @Nullable MemberDescriptor member(@Nullable String cluster,
			@Selector(match = Match.ALL_REMAINING) String... name) {
		LocalNode node = node(cluster);
		return node.member(String.join("/", name))
			.map((member) -> MemberDescriptor.of(node, member, this.sanitizer))
			.orElse(null);
	}

	/**
	 * Forgets a failed or left member at once, on the local member only.
	 * @param cluster name of the cluster within the application; {@code null} for the
	 * primary one
	 * @param name its name, in parts if it contains slashes
	 * @return the outcome
	 */
	@DeleteOperation
	public ForgetDescriptor forget(@Nullable String cluster, @Selector(match = Match.ALL_REMAINING) String... name) {
		LocalNode node = node(cluster);
		Optional<ClusterMember> member = node.member(String.join("/", name));
		if (member.isEmpty()) {
			return new ForgetDescriptor(Outcome.UNKNOWN, "There is no member of this name.");
		}
		if (!member.get().state().isPresent()
				&& Waiting.of(node.forget(member.get().name()), "The member could not be forgotten")) {
			return new ForgetDescriptor(Outcome.FORGOTTEN, "The member was forgotten.");
		}
		// looked up again, because it may have come back or gone meanwhile
		return node.member(member.get().name())
			.map((now) -> new ForgetDescriptor(Outcome.REFUSED,
					"The member is " + now.state().text()
							+ "; only a failed or left one other than this member itself can be forgotten."))
			.orElseGet(() -> new ForgetDescriptor(Outcome.UNKNOWN, "There is no member of this name any more."));
	}

	private LocalNode node(@Nullable String cluster) {
		return (cluster == null) ? this.nodes.primary() : this.nodes.get(cluster)
			.orElseThrow(() -> new BadRequestException("There is no cluster '" + cluster + "'.", this.nodes.names()));
	}

	/**
	 * Outcome of a request to forget a member.
	 *
	 * @param outcome the outcome
	 * @param reason the same in words
	 */
	public record ForgetDescriptor(Outcome outcome, String reason) implements OperationResponseBody {

		/** Outcome of a request to forget a member. */
		public enum Outcome {

			/** The member was forgotten. */
			FORGOTTEN,
			/** There is no member of this name. */
			UNKNOWN,
			/** The member is present; only failed and left ones can be forgotten. */
			REFUSED

		}

	}

}
