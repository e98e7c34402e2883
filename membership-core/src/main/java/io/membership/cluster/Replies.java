package io.membership.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.membership.SafeText;
import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;
import io.membership.gossip.ProtocolLayer;
import io.membership.runtime.LoopCalls;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends answers and acks to the sender of a query: directly and, if the query requests
 * it, also over other members in case packets are lost. Relays replies of other members.
 * <p>
 * A query names the address to answer to. A query can be forged, and it is gossiped to
 * the whole cluster: without a rule, a forged one would make every member send a packet
 * to one victim. So answers go only to addresses to which gossip may send acks, and only
 * replies are relayed, and only to members.
 */
final class Replies {

	private static final Logger logger = LoggerFactory.getLogger(Replies.class);

	/** First memberlist protocol version whose peers are known to relay. */
	private static final int RELAY_SINCE = 5;

	private final ClusterContext context;

	private final ProtocolLayer.Context gossip;

	private final Memberlist memberlist;

	private final Members members;

	private final PendingQueries queries;

	private final Claimants claimants;

	private final LoopCalls calls;

	private final Consumer<byte[]> inbox;

	/**
	 * Creates the sender of replies.
	 * @param context the world of this member
	 * @param gossip decides which addresses may receive replies
	 * @param memberlist sends them
	 * @param members the members over which replies are relayed
	 * @param queries the queries of this member, whose replies need no packet
	 * @param claimants nodes that are not members and receive replies
	 * @param calls brings replies to the event loop
	 * @param inbox takes replies to this member itself
	 */
	Replies(ClusterContext context, ProtocolLayer.Context gossip, Memberlist memberlist, Members members,
			PendingQueries queries, Claimants claimants, LoopCalls calls, Consumer<byte[]> inbox) {
		this.context = context;
		this.gossip = gossip;
		this.memberlist = memberlist;
		this.members = members;
		this.queries = queries;
		this.claimants = claimants;
		this.calls = calls;
		this.inbox = inbox;
	}

	/**
	 * Sends an answer or an ack to the sender of a query. Any thread.
	 * @param query the query
	 * @param encoded the answer
	 * @return completes off the event loop when it was sent
	 */
	CompletableFuture<@Nullable Void> send(SerfMessage.Query query, byte[] encoded) {
		return this.calls.call((sent) -> {
			if (this.queries.contains(query)) {
				this.inbox.accept(encoded);
				sent.complete(null);
				return;
			}
			InetSocketAddress address = target(query);
			if (address == null) {
				sent.fail(refused(query));
				return;
			}
			send(query.sourceNode(), address, encoded).whenComplete(sent::settle);
			relay(query, address, encoded);
		});
	}

	private @Nullable InetSocketAddress target(SerfMessage.Query query) {
		InetSocketAddress address = this.gossip.replyAddress(query.addr(), query.port());
		return (address != null) ? address : this.claimants.find(query.addr(), query.port());
	}

	private IOException refused(SerfMessage.Query query) {
		this.context.metrics().increment(ClusterMetrics.Counter.REPLIES_REFUSED);
		String why = "The answer to query '" + SafeText.of(query.name()) + "' of '" + SafeText.of(query.sourceNode())
				+ "' is not sent: the query names an address of no known member";
		logger.atDebug().log("{}", why);
		return new IOException(why);
	}

	/** Sends a reply over other members as well, unless it is too large. */
	private void relay(SerfMessage.Query query, InetSocketAddress address, byte[] encoded) {
		int factor = query.relayFactor();
		if (factor == 0 || this.members.all().size() < factor + 1) {
			return;
		}
		byte[] wrapped = SerfCodec.encode(new SerfMessage.Relay(address.getAddress().getAddress(), address.getPort(),
				"", query.sourceNode(), encoded));
		if (wrapped.length > this.context.config().queries().responseSizeLimit()) {
			logger.atDebug().log("An answer of {} bytes is too large to be relayed", encoded.length);
			return;
		}
		for (Member helper : helpers(factor, query.sourceNode())) {
			this.memberlist.sendBestEffort(helper, wrapped);
		}
	}

	private List<Member> helpers(int count, String asker) {
		List<Member> possible = new ArrayList<>();
		for (MemberEntry entry : this.members.in(MemberState.ALIVE)) {
			String name = entry.member.name();
			if (entry.member.versions().protocolMax() >= RELAY_SINCE && !name.equals(this.context.name())
					&& !name.equals(asker)) {
				possible.add(entry.member);
			}
		}
		RandomGenerator random = this.context.runtime().random();
		List<Member> chosen = new ArrayList<>();
		while (chosen.size() < count && !possible.isEmpty()) {
			int index = random.nextInt(possible.size());
			chosen.add(possible.get(index));
			possible.set(index, possible.get(possible.size() - 1));
			possible.remove(possible.size() - 1);
		}
		return chosen;
	}

	/** Relays a reply on behalf of another member. Event loop only. */
	void relay(SerfMessage.Relay relay) throws WireException {
		if (!(SerfCodec.decode(relay.message()) instanceof SerfMessage.QueryResponse)) {
			this.context.metrics().increment(ClusterMetrics.Counter.REPLIES_REFUSED);
			return;
		}
		InetSocketAddress address = this.gossip.replyAddress(relay.destAddr(), relay.destPort());
		InetSocketAddress own = this.memberlist.localMember().address();
		if (own.equals(address)) {
			this.inbox.accept(relay.message());
		}
		else if (address != null && isMember(relay.destName(), address)) {
			send(relay.destName(), address, relay.message());
		}
		else {
			this.context.metrics().increment(ClusterMetrics.Counter.REPLIES_REFUSED);
		}
	}

	private boolean isMember(String name, InetSocketAddress address) {
		// old senders leave the name in the header empty
		if (name.isEmpty()) {
			return this.members.all().stream().anyMatch((entry) -> entry.member.address().equals(address));
		}
		MemberEntry entry = this.members.get(name);
		return entry != null && entry.member.address().equals(address);
	}

	private CompletableFuture<Void> send(String name, InetSocketAddress address, byte[] encoded) {
		Member member = this.memberlist.member(name).orElse(null);
		return (member != null && member.address().equals(address)) ? this.memberlist.sendBestEffort(member, encoded)
				: this.memberlist.sendBestEffort(address, encoded);
	}

}
