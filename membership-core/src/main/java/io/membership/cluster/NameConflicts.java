package io.membership.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.membership.SafeText;
import io.membership.gossip.Member;
import io.membership.gossip.ProtocolVersions;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two nodes use one name: the cluster is asked which of the two it knows, and who is not
 * known to most of those that answer steps back. In Serf that ends the process; here this
 * member stops being one, and says so. Confined to the event loop.
 * <p>
 * A vote that nobody answers is lost in Serf. Here it decides nothing: who cannot be
 * heard should not give up its name for that. Answers count that come from present
 * members, so that a made-up voter has no vote.
 */
final class NameConflicts {

	private static final Logger logger = LoggerFactory.getLogger(NameConflicts.class);

	static final String QUERY = "conflict";

	private static final long CLAIM_NANOS = Duration.ofMinutes(1).toNanos();

	private static final int MAX_CLAIMANTS = 64;

	private final ClusterCore core;

	/** Who claims the name of another, since when: they may ask whom we know by it. */
	private final Map<InetSocketAddress, Long> claimants = new LinkedHashMap<>();

	private boolean voting;

	NameConflicts(ClusterCore core) {
		this.core = core;
	}

	/** Another node claims the name of a known member. */
	void conflict(Member existing, Member other) {
		this.claimants.remove(other.address());
		if (this.claimants.size() >= MAX_CLAIMANTS) {
			this.claimants.remove(this.claimants.keySet().iterator().next());
		}
		this.claimants.put(other.address(), this.core.now());
		if (!existing.name().equals(this.core.name())) {
			// gossip has logged it
			return;
		}
		this.core.counters().increment(ClusterMetrics.Counter.NAME_CONFLICTS);
		if (!this.core.config().nameConflictResolution() || !this.core.isStaying() || this.voting) {
			return;
		}
		this.voting = true;
		logger.atWarn()
			.addKeyValue("member", SafeText.of(existing.name()))
			.addKeyValue("other", other.address())
			.log("Another node uses the name of this member; the cluster is asked whom it knows");
		QueryRequest request = QueryRequest.of(InternalQuery.PREFIX + QUERY,
				existing.name().getBytes(StandardCharsets.UTF_8));
		this.core.queries().ask(request, new QueryListener() {
		}).result().whenComplete((result, failure) -> this.core.runtime().execute(() -> {
			this.voting = false;
			if (failure == null && this.core.isStaying()) {
				decide(other.address(), result.answers());
			}
		}));
	}

	/**
	 * The address of a node that claims the name of another. It may be no member, and
	 * still has to hear the answers to its question.
	 */
	@Nullable InetSocketAddress claimant(byte @Nullable [] address, int port) {
		if (address == null || this.claimants.isEmpty()) {
			return null;
		}
		this.claimants.values().removeIf((since) -> this.core.now() - since > CLAIM_NANOS);
		for (InetSocketAddress claimant : this.claimants.keySet()) {
			if (claimant.getPort() == port && isSame(claimant.getAddress(), address)) {
				return claimant;
			}
		}
		return null;
	}

	private void decide(InetSocketAddress other, List<QueryAnswer> answers) {
		InetSocketAddress own = this.core.memberlist().localMember().address();
		int votes = 0;
		int forThisMember = 0;
		for (QueryAnswer answer : answers) {
			MemberEntry voter = this.core.members().get(answer.from());
			if (voter == null || !voter.state.isPresent() || answer.from().equals(this.core.name())) {
				continue;
			}
			try {
				if (SerfCodec.decode(answer.payload()) instanceof SerfMessage.ConflictResponse response) {
					votes++;
					SerfMessage.MemberRecord known = response.member();
					// who knows nobody of the name is against, as in Serf
					if (known != null && known.port() == own.getPort() && isSame(own.getAddress(), known.addr())) {
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
			.log(lost ? "Most of the cluster knows another node by the name of this member, which steps back"
					: "This member keeps its name, which another node uses, too");
		this.core.tell(new ClusterEvent.NameConflict(this.core.name(), other, votes, forThisMember, lost));
		if (lost) {
			this.core.lifecycle().loseName();
		}
	}

	/** Somebody asks whom this member knows by a name. */
	void asked(IncomingQuery query) {
		String name = new String(query.payload(), StandardCharsets.UTF_8);
		if (name.equals(this.core.name())) {
			// nobody votes for itself
			return;
		}
		MemberEntry known = this.core.members().get(name);
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

	/** Whether an address from the wire is an address, in either of IPv4's spellings. */
	private static boolean isSame(InetAddress address, byte @Nullable [] raw) {
		try {
			return raw != null && InetAddress.getByAddress(raw).equals(address);
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
