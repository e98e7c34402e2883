package io.membership.cluster;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.membership.SafeText;
import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;
import io.membership.gossip.ProtocolVersions;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves conflicts in which two nodes use one name: this member asks the cluster which
 * of the two it knows, and steps back if most of the voters know the other one. Serf ends
 * the process then; here this member leaves the cluster and reports it. Confined to the
 * event loop.
 * <p>
 * In Serf, a vote without answers is lost. Here it decides nothing: a member that cannot
 * be reached should not lose its name for that. Only answers of present members count, so
 * that a forged voter has no vote.
 */
final class NameConflicts {

	private static final Logger logger = LoggerFactory.getLogger(NameConflicts.class);

	static final String QUERY = "conflict";

	private final ClusterContext context;

	private final Lifecycle lifecycle;

	private final Memberlist memberlist;

	private final Members members;

	private final QuerySender queries;

	private final Claimants claimants;

	private final Delivery delivery;

	private final Runnable loseName;

	private boolean voting;

	/**
	 * Creates the arbiter.
	 * @param context the world of this member
	 * @param lifecycle the state of this member
	 * @param memberlist knows this member's address
	 * @param members the members whose votes count
	 * @param queries asks for the votes
	 * @param claimants takes the address of each other node
	 * @param delivery takes events for the listeners
	 * @param loseName makes this member step back
	 */
	NameConflicts(ClusterContext context, Lifecycle lifecycle, Memberlist memberlist, Members members,
			QuerySender queries, Claimants claimants, Delivery delivery, Runnable loseName) {
		this.context = context;
		this.lifecycle = lifecycle;
		this.memberlist = memberlist;
		this.members = members;
		this.queries = queries;
		this.claimants = claimants;
		this.delivery = delivery;
		this.loseName = loseName;
	}

	/** Called when another node claims the name of a known member. */
	void conflict(Member existing, Member other) {
		this.claimants.add(other.address());
		if (!existing.name().equals(this.context.name())) {
			// gossip has logged it
			return;
		}
		this.context.metrics().increment(ClusterMetrics.Counter.NAME_CONFLICTS);
		if (!this.context.config().members().nameConflictResolution() || !this.lifecycle.isStaying() || this.voting) {
			return;
		}
		this.voting = true;
		logger.atWarn()
			.addKeyValue("member", SafeText.of(existing.name()))
			.addKeyValue("other", other.address())
			.log("Another node uses the name of this member; asking the cluster which of the two it knows");
		QueryRequest request = QueryRequest.of(QueryRequest.INTERNAL_PREFIX + QUERY,
				existing.name().getBytes(StandardCharsets.UTF_8));
		this.queries.ask(request, new QueryListener() {
		}).result().whenComplete((result, failure) -> this.context.runtime().execute(() -> {
			this.voting = false;
			if (failure == null && this.lifecycle.isStaying()) {
				decide(other.address(), result.answers());
			}
		}));
	}

	private void decide(InetSocketAddress other, List<QueryAnswer> answers) {
		InetSocketAddress own = this.memberlist.localMember().address();
		int votes = 0;
		int forThisMember = 0;
		for (QueryAnswer answer : answers) {
			MemberEntry voter = this.members.get(answer.from());
			if (voter == null || !voter.state.isPresent() || answer.from().equals(this.context.name())) {
				continue;
			}
			try {
				if (SerfCodec.decode(answer.payload()) instanceof SerfMessage.ConflictResponse response) {
					votes++;
					SerfMessage.MemberRecord known = response.member();
					// a voter that does not know the name counts against this member, as
					// in Serf
					if (known != null && known.port() == own.getPort()
							&& Claimants.isSame(own.getAddress(), known.addr())) {
						forThisMember++;
					}
				}
			}
			catch (WireException ex) {
				logger.atDebug().log("Vote of {} cannot be decoded", SafeText.of(answer.from()));
			}
		}
		boolean lost = votes > 0 && forThisMember < votes / 2 + 1;
		logger.atWarn()
			.addKeyValue("other", other)
			.addKeyValue("votes", votes)
			.addKeyValue("forThisMember", forThisMember)
			.log(lost ? "Most of the cluster knows another node by the name of this member; this member steps back"
					: "This member keeps its name; another node still uses it, too");
		this.delivery.tell(new ClusterEvent.NameConflict(this.context.name(), other, votes, forThisMember, lost));
		if (lost) {
			this.loseName.run();
		}
	}

	/**
	 * Answers the query of another member for the node that this member knows by a name.
	 */
	void asked(IncomingQuery query) {
		String name = new String(query.payload(), StandardCharsets.UTF_8);
		if (name.equals(this.context.name())) {
			// no member votes about its own name
			return;
		}
		MemberEntry known = this.members.get(name);
		query.respond(SerfCodec.encode(new SerfMessage.ConflictResponse((known != null) ? toRecord(known) : null)))
			.whenComplete((ok, failure) -> {
				if (failure != null) {
					logger.atDebug().log("No vote: {}", failure.getMessage());
				}
			});
	}

	private static SerfMessage.MemberRecord toRecord(MemberEntry entry) {
		Member member = entry.member;
		ProtocolVersions versions = member.versions();
		return new SerfMessage.MemberRecord(member.name(), member.address().getAddress().getAddress(),
				member.address().getPort(), entry.tags, entry.state.ordinal() + 1, versions.protocolMin(),
				versions.protocolMax(), versions.protocolCurrent(), versions.delegateMin(), versions.delegateMax(),
				versions.delegateCurrent());
	}

}
