package io.membership.spring.actuate;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;
import io.membership.spring.actuate.ForgetDescriptor.Outcome;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;

/**
 * Shows the cluster as the local member knows it, and forgets failed and left members.
 * Read-only unless {@code management.endpoint.cluster.access} says otherwise; not exposed
 * over HTTP unless {@code management.endpoints.web.exposure.include} names it. Shows no
 * key.
 */
@Endpoint(id = "cluster", defaultAccess = Access.READ_ONLY)
public final class ClusterEndpoint {

	private static final long FORGET_SECONDS = 5;

	private final Memberlist memberlist;

	/**
	 * Creates the endpoint.
	 * @param memberlist the local member
	 */
	public ClusterEndpoint(Memberlist memberlist) {
		this.memberlist = memberlist;
	}

	/**
	 * The cluster.
	 * @param status which members to list, by status; {@code null} for all
	 * @return the local member, the members, counts and the queue of broadcasts
	 */
	@ReadOperation
	public ClusterDescriptor cluster(@Nullable List<String> status) {
		return ClusterDescriptor.of(this.memberlist, StatusFilter.parse(status));
	}

	/**
	 * A member.
	 * @param name its name, in parts if it contains slashes
	 * @return the member, or {@code null} if it is not known
	 */
	@ReadOperation
	public @Nullable MemberDescriptor member(@Selector(match = Match.ALL_REMAINING) String... name) {
		return find(name).map(MemberDescriptor::of).orElse(null);
	}

	/**
	 * Forgets a failed or left member at once.
	 * @param name its name, in parts if it contains slashes
	 * @return what became of it
	 */
	@DeleteOperation
	public ForgetDescriptor forget(@Selector(match = Match.ALL_REMAINING) String... name) {
		Optional<Member> member = find(name);
		if (member.isEmpty()) {
			return new ForgetDescriptor(Outcome.UNKNOWN, "There is no member of this name.");
		}
		if (!member.get().status().isPresent() && forget(member.get())) {
			return new ForgetDescriptor(Outcome.FORGOTTEN, "The member was forgotten.");
		}
		// asked again, because it may have come back or gone meanwhile
		return find(name)
			.map((now) -> new ForgetDescriptor(Outcome.REFUSED,
					"The member is " + MemberDescriptor.statusOf(now.status())
							+ "; only a failed or left one other than this member itself can be forgotten."))
			.orElseGet(() -> new ForgetDescriptor(Outcome.UNKNOWN, "There is no member of this name any more."));
	}

	private Optional<Member> find(String... name) {
		return this.memberlist.member(String.join("/", name));
	}

	private boolean forget(Member member) {
		try {
			return this.memberlist.forget(member.name()).get(FORGET_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while forgetting a member", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("The member could not be forgotten", ex);
		}
	}

}
