package io.membership.wire;

import java.util.List;

import io.membership.Internal;
import org.jspecify.annotations.Nullable;

/**
 * One message of memberlist's protocol. Unsigned 32-bit numbers are held in a {@code
 * long}, addresses as the raw 4 or 16 bytes of the wire (not validated, not normalised),
 * names as received (untrusted text). The byte arrays belong to the record, do not modify
 * them. {@code null} bytes are nil on the wire, which differs from empty bytes.
 */
@Internal
public sealed interface Message {

	/**
	 * Returns the type of this message.
	 * @return the type
	 */
	MessageType type();

	/**
	 * Calls the handler's method for this type of message.
	 * @param handler the handler
	 */
	void accept(MessageHandler handler);

	/**
	 * Direct probe of a node.
	 *
	 * @param seqNo sequence number of the probe, unsigned 32 bits
	 * @param node name of the probed node; other nodes do not answer
	 * @param sourceAddr where to send the ack; {@code null} or empty: to the sender of
	 * the packet
	 * @param sourcePort port for the ack; 0: to the sender of the packet
	 * @param sourceNode name of the prober; empty from old senders
	 */
	record Ping(long seqNo, String node, byte @Nullable [] sourceAddr, int sourcePort,
			String sourceNode) implements Message {

		@Override
		public MessageType type() {
			return MessageType.PING;
		}

		@Override
		public void accept(MessageHandler handler) {
			handler.ping(this);
		}

	}

	/**
	 * Request to probe a third node.
	 *
	 * @param seqNo sequence number of the prober's probe
	 * @param target address of the third node
	 * @param port port of the third node
	 * @param node name of the third node
	 * @param nack whether the prober wants a nack if the third node does not answer
	 * @param sourceAddr where to send the ack; {@code null} or empty: to the sender of
	 * the packet
	 * @param sourcePort port for the ack
	 * @param sourceNode name of the prober
	 */
	record IndirectPing(long seqNo, byte @Nullable [] target, int port, String node, boolean nack,
			byte @Nullable [] sourceAddr, int sourcePort, String sourceNode) implements Message {

		@Override
		public MessageType type() {
			return MessageType.INDIRECT_PING;
		}

		@Override
		public void accept(MessageHandler handler) {
			handler.indirectPing(this);
		}

	}

	/**
	 * Answer to a ping.
	 *
	 * @param seqNo sequence number of the ping
	 * @param payload opaque bytes of the ping delegate, or {@code null}
	 */
	record Ack(long seqNo, byte @Nullable [] payload) implements Message {

		@Override
		public MessageType type() {
			return MessageType.ACK;
		}

		@Override
		public void accept(MessageHandler handler) {
			handler.ack(this);
		}

	}

	/**
	 * Reports that the helper of an indirect ping received no ack in time.
	 *
	 * @param seqNo sequence number of the indirect ping
	 */
	record Nack(long seqNo) implements Message {

		@Override
		public MessageType type() {
			return MessageType.NACK;
		}

		@Override
		public void accept(MessageHandler handler) {
			handler.nack(this);
		}

	}

	/**
	 * Error reply on a stream.
	 *
	 * @param error error text, untrusted
	 */
	record ErrorReply(String error) implements Message {

		@Override
		public MessageType type() {
			return MessageType.ERROR;
		}

		@Override
		public void accept(MessageHandler handler) {
			handler.errorReply(this);
		}

	}

	/**
	 * A node is suspected to have failed.
	 *
	 * @param incarnation incarnation of the suspected node
	 * @param node the suspected node
	 * @param from the node that suspects it
	 */
	record Suspect(long incarnation, String node, String from) implements Message {

		@Override
		public MessageType type() {
			return MessageType.SUSPECT;
		}

		@Override
		public void accept(MessageHandler handler) {
			handler.suspect(this);
		}

	}

	/**
	 * A node has failed, or has left if it announces this itself.
	 *
	 * @param incarnation incarnation of the dead node
	 * @param node the dead node
	 * @param from the node that declares it dead; equal to {@code node} for a graceful
	 * leave
	 */
	record Dead(long incarnation, String node, String from) implements Message {

		@Override
		public MessageType type() {
			return MessageType.DEAD;
		}

		@Override
		public void accept(MessageHandler handler) {
			handler.dead(this);
		}

	}

	/**
	 * A node is alive.
	 *
	 * @param incarnation incarnation of the node
	 * @param node its name
	 * @param addr its address
	 * @param port its port; 0 from protocol 1 senders
	 * @param meta its metadata
	 * @param vsn its six version bytes: protocol min, max, current, delegate min, max,
	 * current
	 */
	record Alive(long incarnation, String node, byte @Nullable [] addr, int port, byte @Nullable [] meta,
			byte @Nullable [] vsn) implements Message {

		@Override
		public MessageType type() {
			return MessageType.ALIVE;
		}

		@Override
		public void accept(MessageHandler handler) {
			handler.alive(this);
		}

	}

	/**
	 * Opaque bytes for the application. In a packet, the payload reaches to the end of
	 * its part; on a stream, a header gives its length.
	 *
	 * @param payload the bytes
	 */
	record User(byte[] payload) implements Message {

		@Override
		public MessageType type() {
			return MessageType.USER;
		}

		@Override
		public void accept(MessageHandler handler) {
			handler.user(this);
		}

	}

	/**
	 * Full state of one side of a push/pull exchange.
	 *
	 * @param join whether the initiator is joining
	 * @param nodes the sender's state of every node
	 * @param userState opaque state of the application; empty if there is none
	 */
	record PushPull(boolean join, List<NodeState> nodes, byte[] userState) implements Message {

		@Override
		public MessageType type() {
			return MessageType.PUSH_PULL;
		}

		@Override
		public void accept(MessageHandler handler) {
			handler.pushPull(this);
		}

	}

	/**
	 * The state of one node in a push/pull.
	 *
	 * @param name name of the node
	 * @param addr its address
	 * @param port its port
	 * @param meta its metadata
	 * @param incarnation its incarnation
	 * @param state 0 alive, 1 suspect, 2 dead, 3 left; other values are possible from
	 * newer senders
	 * @param vsn its six version bytes
	 */
	record NodeState(String name, byte @Nullable [] addr, int port, byte @Nullable [] meta, long incarnation, int state,
			byte @Nullable [] vsn) {
	}

}
