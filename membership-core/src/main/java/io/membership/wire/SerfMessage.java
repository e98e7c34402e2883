package io.membership.wire;

import java.util.List;
import java.util.Map;

import io.membership.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * One message of Serf's protocol, as decoded from or about to be encoded into bytes.
 * <p>
 * Lamport times use all 64 bits of a {@code long}: compare them with
 * {@link Long#compareUnsigned}, show them with {@link Long#toUnsignedString(long)}.
 * Unsigned 32-bit numbers are held in a {@code long}, addresses as the raw 4 or 16 bytes
 * of the wire (not validated, not normalised), names as received (untrusted text). What
 * an older sender leaves out is zero, empty or {@code null}. The byte arrays belong to
 * the record and are not to be changed; decoded lists and maps cannot be. {@code null}
 * bytes are nil on the wire, which is not the same as empty ones.
 */
public sealed interface SerfMessage {

	/**
	 * The type byte of this message.
	 * @return the type
	 */
	SerfMessageType type();

	/**
	 * Calls the method of a handler that takes this kind of message.
	 * @param handler the handler
	 */
	void accept(SerfMessageHandler handler);

	/**
	 * A node intends to leave, or is declared to have left by somebody else.
	 *
	 * @param ltime time of the membership clock
	 * @param node the node that leaves
	 * @param prune whether to forget the node at once; {@code false} from old senders
	 */
	record Leave(long ltime, String node, boolean prune) implements SerfMessage {

		@Override
		public SerfMessageType type() {
			return SerfMessageType.LEAVE;
		}

		@Override
		public void accept(SerfMessageHandler handler) {
			handler.leave(this);
		}

	}

	/**
	 * A node has joined.
	 *
	 * @param ltime time of the membership clock
	 * @param node the node that has joined
	 */
	record Join(long ltime, String node) implements SerfMessage {

		@Override
		public SerfMessageType type() {
			return SerfMessageType.JOIN;
		}

		@Override
		public void accept(SerfMessageHandler handler) {
			handler.join(this);
		}

	}

	/**
	 * What one side of a push/pull exchange knows beyond memberlist's own state.
	 *
	 * @param ltime time of the membership clock
	 * @param statusLtimes Lamport time of the status of every member, by name; encoded in
	 * the order of this map
	 * @param leftMembers names of those that have left
	 * @param eventLtime time of the event clock
	 * @param events the whole buffer of recent user events; {@code null} for a slot that
	 * was never used
	 * @param queryLtime time of the query clock
	 */
	record PushPull(long ltime, Map<String, Long> statusLtimes, List<String> leftMembers, long eventLtime,
			List<@Nullable EventSlot> events, long queryLtime) implements SerfMessage {

		@Override
		public SerfMessageType type() {
			return SerfMessageType.PUSH_PULL;
		}

		@Override
		public void accept(SerfMessageHandler handler) {
			handler.pushPull(this);
		}

	}

	/**
	 * The user events of one Lamport time.
	 *
	 * @param ltime time of the event clock
	 * @param events the events
	 */
	record EventSlot(long ltime, List<Event> events) {
	}

	/**
	 * A user event in a push/pull.
	 *
	 * @param name its name
	 * @param payload its payload
	 */
	record Event(String name, byte @Nullable [] payload) {
	}

	/**
	 * An event of the application.
	 *
	 * @param ltime time of the event clock
	 * @param name its name
	 * @param payload its payload
	 * @param coalesce whether a newer event of this name may stand for this one;
	 * {@code false} from old senders
	 */
	record UserEvent(long ltime, String name, byte @Nullable [] payload, boolean coalesce) implements SerfMessage {

		@Override
		public SerfMessageType type() {
			return SerfMessageType.USER_EVENT;
		}

		@Override
		public void accept(SerfMessageHandler handler) {
			handler.userEvent(this);
		}

	}

	/**
	 * A question to the cluster.
	 *
	 * @param ltime time of the query clock
	 * @param id number that tells queries of the same time apart, unsigned 32 bits
	 * @param addr where to send answers
	 * @param port where to send answers
	 * @param sourceNode name of the node that asks; empty from old senders
	 * @param filters who is asked, each to be decoded by
	 * {@link SerfCodec#decodeFilter(byte[])}; a node for which one of them does not, or
	 * cannot be decoded, passes the query on but does not answer
	 * @param flags {@link #FLAG_ACK} and {@link #FLAG_NO_BROADCAST}, unsigned 32 bits
	 * @param relayFactor through how many other nodes to send answers in addition, 0 to
	 * 255
	 * @param timeoutNanos how long answers are accepted; untrusted, may be negative
	 * @param name what is asked
	 * @param payload parameters of the question
	 */
	record Query(long ltime, long id, byte @Nullable [] addr, int port, String sourceNode, List<byte[]> filters,
			long flags, int relayFactor, long timeoutNanos, String name,
			byte @Nullable [] payload) implements SerfMessage {

		/** Flag: who is asked acknowledges at once. */
		public static final long FLAG_ACK = 1;

		/** Flag: not to be gossiped further. */
		public static final long FLAG_NO_BROADCAST = 2;

		@Override
		public SerfMessageType type() {
			return SerfMessageType.QUERY;
		}

		@Override
		public void accept(SerfMessageHandler handler) {
			handler.query(this);
		}

		/**
		 * Whether the flags ask for an acknowledgement.
		 * @return whether {@link #FLAG_ACK} is set
		 */
		public boolean ack() {
			return (this.flags & FLAG_ACK) != 0;
		}

		/**
		 * Whether the flags forbid to gossip the query further.
		 * @return whether {@link #FLAG_NO_BROADCAST} is set
		 */
		public boolean noBroadcast() {
			return (this.flags & FLAG_NO_BROADCAST) != 0;
		}

	}

	/**
	 * An answer to a query, or the acknowledgement that it has arrived.
	 *
	 * @param ltime Lamport time of the query
	 * @param id number of the query
	 * @param from name of the node that answers
	 * @param flags {@link #FLAG_ACK}, unsigned 32 bits
	 * @param payload the answer
	 */
	record QueryResponse(long ltime, long id, String from, long flags,
			byte @Nullable [] payload) implements SerfMessage {

		/** Flag: this is an acknowledgement, not an answer. */
		public static final long FLAG_ACK = 1;

		@Override
		public SerfMessageType type() {
			return SerfMessageType.QUERY_RESPONSE;
		}

		@Override
		public void accept(SerfMessageHandler handler) {
			handler.queryResponse(this);
		}

		/**
		 * Whether this is an acknowledgement.
		 * @return whether {@link #FLAG_ACK} is set
		 */
		public boolean ack() {
			return (this.flags & FLAG_ACK) != 0;
		}

	}

	/**
	 * What a node knows of the owner of a disputed name. Payload of the answer to a
	 * {@code _serf_conflict} query.
	 *
	 * @param member the owner, or {@code null} if the node does not know the name
	 */
	record ConflictResponse(@Nullable MemberRecord member) implements SerfMessage {

		@Override
		public SerfMessageType type() {
			return SerfMessageType.CONFLICT_RESPONSE;
		}

		@Override
		public void accept(SerfMessageHandler handler) {
			handler.conflictResponse(this);
		}

	}

	/**
	 * A member, as one node tells it to another.
	 *
	 * @param name its name
	 * @param addr its address
	 * @param port its port
	 * @param tags its tags; encoded in the order of this map
	 * @param status 0 none, 1 alive, 2 leaving, 3 left, 4 failed; other values are
	 * possible from newer senders
	 * @param protocolMin lowest memberlist protocol it speaks
	 * @param protocolMax highest memberlist protocol it speaks
	 * @param protocolCur memberlist protocol that it is set to
	 * @param delegateMin lowest Serf protocol it speaks
	 * @param delegateMax highest Serf protocol it speaks
	 * @param delegateCur Serf protocol that it is set to
	 */
	record MemberRecord(String name, byte @Nullable [] addr, int port, Map<String, String> tags, int status,
			int protocolMin, int protocolMax, int protocolCur, int delegateMin, int delegateMax, int delegateCur) {
	}

	/**
	 * What to do with which key; the query that it is the payload of says what.
	 *
	 * @param key the key, secret; {@code null} or empty to list keys
	 */
	record KeyRequest(byte @Nullable [] key) implements SerfMessage {

		@Override
		public SerfMessageType type() {
			return SerfMessageType.KEY_REQUEST;
		}

		@Override
		public void accept(SerfMessageHandler handler) {
			handler.keyRequest(this);
		}

		/** Without the key. */
		@Override
		public String toString() {
			return "KeyRequest[]";
		}

	}

	/**
	 * Outcome of a key request. Payload of the answer to its query.
	 *
	 * @param result whether it succeeded
	 * @param message why it did not, or what to know about the answer; untrusted text
	 * @param keys the keys in the ring in base64, secret; empty unless they were asked
	 * for
	 * @param primaryKey the key that encrypts, in base64, secret; empty unless keys were
	 * asked for, and from old senders
	 */
	record KeyResponse(boolean result, String message, List<String> keys, String primaryKey) implements SerfMessage {

		@Override
		public SerfMessageType type() {
			return SerfMessageType.KEY_RESPONSE;
		}

		@Override
		public void accept(SerfMessageHandler handler) {
			handler.keyResponse(this);
		}

		/** Without the keys. */
		@Override
		public String toString() {
			return "KeyResponse[result=" + this.result + ", message=" + SafeText.of(this.message) + ", keys="
					+ this.keys.size() + "]";
		}

	}

	/**
	 * A message to be passed on to a third node. Whoever relays it should check that the
	 * third node is a member and the message one that is worth it: the reference sends
	 * anything to anybody.
	 *
	 * @param destAddr where to send it
	 * @param destPort where to send it
	 * @param destZone scope of a link-local address; else empty
	 * @param destName name of the third node; empty from old senders
	 * @param message a message of Serf, type byte and body, not looked into
	 */
	record Relay(byte @Nullable [] destAddr, int destPort, String destZone, String destName,
			byte[] message) implements SerfMessage {

		@Override
		public SerfMessageType type() {
			return SerfMessageType.RELAY;
		}

		@Override
		public void accept(SerfMessageHandler handler) {
			handler.relay(this);
		}

	}

	/**
	 * Who is asked by a query. Travels as an element of its {@linkplain Query#filters()
	 * filters}; all of them have to match.
	 */
	sealed interface Filter {

		/**
		 * The first byte of the filter.
		 * @return its kind, 0 to 255
		 */
		int kind();

	}

	/**
	 * These nodes are asked.
	 *
	 * @param nodes their names
	 */
	record NodeFilter(List<String> nodes) implements Filter {

		/** First byte of such a filter. */
		public static final int KIND = 0;

		@Override
		public int kind() {
			return KIND;
		}

	}

	/**
	 * Nodes are asked of which a tag matches.
	 *
	 * @param tag name of the tag; a node without it has the value ""
	 * @param expr an RE2 expression that is found anywhere in the value; untrusted and
	 * not checked
	 */
	record TagFilter(String tag, String expr) implements Filter {

		/** First byte of such a filter. */
		public static final int KIND = 1;

		@Override
		public int kind() {
			return KIND;
		}

	}

	/**
	 * A filter of a newer sender. Matches nobody.
	 *
	 * @param kind its kind, 2 to 255
	 * @param body what follows the kind
	 */
	record UnknownFilter(int kind, byte[] body) implements Filter {
	}

}
