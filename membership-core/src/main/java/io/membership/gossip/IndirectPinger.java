package io.membership.gossip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.membership.wire.Message;

/**
 * The second attempt of a probe, when the direct ping is not answered in time (SWIM,
 * section 3.1): asks some other members to ping the target, and pings it by TCP. Confined
 * to the event loop.
 */
final class IndirectPinger {

	/** First protocol version that answers pings on streams. */
	private static final int STREAM_PING_SINCE = 3;

	/** First protocol version that sends nacks. */
	private static final int NACK_SINCE = 4;

	private final NodeContext context;

	private final MemberTable table;

	private final Pinger pinger;

	private final PacketSender sender;

	private final Streams streams;

	IndirectPinger(NodeContext context, MemberTable table, Pinger pinger, PacketSender sender, Streams streams) {
		this.context = context;
		this.table = table;
		this.pinger = pinger;
		this.sender = sender;
		this.streams = streams;
	}

	/**
	 * Asks random alive members to ping a member.
	 * @param target the member
	 * @param sequence the sequence number of the acks and nacks that they send back
	 * @return how many of them send a nack if they get no ack either
	 */
	int askOthers(NodeRecord target, long sequence) {
		List<NodeRecord> helpers = this.table.random(this.context.config().probe().indirectChecks(),
				(node) -> node.status == MemberStatus.ALIVE && node != target && !this.context.isSelf(node.name));
		Message.Ping ping = this.pinger.newPing(sequence, target.name);
		InetSocketAddress address = target.address;
		int nacks = 0;
		for (NodeRecord helper : helpers) {
			boolean nack = helper.versions.protocolMax() >= NACK_SINCE;
			nacks += nack ? 1 : 0;
			this.sender.send(helper, new Message.IndirectPing(sequence, address.getAddress().getAddress(),
					address.getPort(), target.name, nack, ping.sourceAddr(), ping.sourcePort(), ping.sourceNode()),
					null);
		}
		return nacks;
	}

	/**
	 * Pings a member by TCP if the settings and its protocol version allow that.
	 * @param target the member
	 * @param sequence the sequence number that the ack must carry
	 * @param timeoutNanos how long to wait for the ack; nothing is sent if it is not
	 * positive
	 * @param answered called when the ack has arrived
	 */
	void pingByStream(NodeRecord target, long sequence, long timeoutNanos, Runnable answered) {
		MemberlistConfig config = this.context.config();
		if (timeoutNanos <= 0 || !config.probe().tcpFallback() || target.versions.protocolMax() < STREAM_PING_SINCE
				|| config.probe().tcpFallbackDisabledFor().contains(target.name)) {
			return;
		}
		Message.Ping ping = this.pinger.newPing(sequence, target.name);
		this.streams.exchange(target.address, ping, Duration.ofNanos(timeoutNanos), new Streams.ReplyHandler() {

			@Override
			public void replied(Message reply) {
				if (reply instanceof Message.Ack ack && ack.seqNo() == sequence) {
					answered.run();
				}
			}

			@Override
			public void failed(IOException cause) {
				// the other answers decide
			}

		});
	}

}
