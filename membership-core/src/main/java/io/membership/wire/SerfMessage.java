package io.membership.wire;

import java.util.List;
import java.util.Map;

import io.membership.Internal;
import io.membership.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * One message of Serf's protocol.
 * <p>
 * Lamport times use all 64 bits of a {@code long}: compare them with
 * {@link Long#compareUnsigned}, print them with {@link Long#toUnsignedString(long)}.
 * Unsigned 32-bit numbers are held in a {@code long}, addresses as the raw 4 or 16 bytes
 * of the wire (not validated, not normalised), names as received (untrusted text). Fields
 * that an older sender omits are zero, empty or {@code null}. The byte arrays belong to
 * the record, do not modify them; decoded lists and maps are unmodifiable. {@code null}
 * bytes are nil on the wire, which differs from empty bytes.
 */
@Internal
public sealed interface SerfMessage {

	/**
	 * Returns the type of this message.
	 * @return the type
	 */
	SerfMessageType type();

	/**
	 * Calls the handler's method for this type of message.
	 * @param handler the handler
	 */
	void accept(SerfMessageHandler handler);

	/**
	 * A node intends to leave, or another node declares that it has left.
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
	 * Serf's part of one side of a push/pull exchange, in addition to memberlist's state.
	 *
	 * @param ltime time of the membership clock
	 * @param statusLtimes Lamport time of the status of every member, by name; encoded in
	 * the order of this map
	 * @param leftMembers names of the members that have left
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
	 * A user event.
	 *
	 * @param ltime time of the event clock
	 * @param name its name
	 * @param payload its payload
	 * @param coalesce whether a newer event of this name may replace this one; {@code
	 * false} from old senders
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
	 * A query to the cluster.
	 *
	 * @param ltime time of the query clock
	 * @param id distinguishes queries of the same time, unsigned 32 bits
	 * @param addr where to send answers
	 * @param port where to send answers
	 * @param sourceNode name of the sender; empty from old senders
	 * @param filters select the nodes that answer, each to be decoded by
	 * {@link SerfCodec#decodeFilter(byte[])}; a node passes the query on but does not
	 * answer if one of them does not match, or cannot be decoded
	 * @param flags {@link #FLAG_ACK} and {@link #FLAG_NO_BROADCAST}, unsigned 32 bits
	 * @param relayFactor number of other nodes over which answers are also sent, 0 to 255
	 * @param timeoutNanos how long answers are accepted; untrusted, may be negative
	 * @param name name of the query
	 * @param payload payload of the query
	 */
	record Query(long ltime, long id, byte @Nullable [] addr, int port, String sourceNode, List<byte[]> filters,
			long flags, int relayFactor, long timeoutNanos, String name,
			byte @Nullable [] payload) implements SerfMessage {

		/** Flag: receivers acknowledge at once. */
		public static final long FLAG_ACK = 1;

		/** Flag: receivers do not gossip the query further. */
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
		 * Returns whether the flags request an acknowledgement.
		 * @return whether {@link #FLAG_ACK} is set
		 */
		public boolean ack() {
			return (this.flags & FLAG_ACK) != 0;
		}

		/**
		 * Returns whether the flags forbid gossiping the query further.
		 * @return whether {@link #FLAG_NO_BROADCAST} is set
		 */
		public boolean noBroadcast() {
			return (this.flags & FLAG_NO_BROADCAST) != 0;
		}

	}

	/**
	 * An answer to a query, or an acknowledgement of its arrival.
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
		 * Returns whether this is an acknowledgement.
		 * @return whether {@link #FLAG_ACK} is set
		 */
		public boolean ack() {
			return (this.flags & FLAG_ACK) != 0;
		}

	}

	/**
	 * A node's record of the owner of a disputed name. Payload of the answer to a {@code
	 * _serf_conflict} query.
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
	 * The description of a member in a message.
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
	 * A key request. Payload of a query, whose name is the operation.
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

		/** Omits the key. */
		@Override
		public String toString() {
			return "KeyRequest[]";
		}

	}

	/**
	 * Outcome of a key request. Payload of the answer to its query.
	 *
	 * @param result whether it succeeded
	 * @param message the reason of a failure, or a note about the answer; untrusted text
	 * @param keys the keys in the ring in base64, secret; only in answers to a list
	 * request
	 * @param primaryKey the key that encrypts, in base64, secret; only in answers to a
	 * list request, and empty from old senders
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

		/** Omits the keys. */
		@Override
		public String toString() {
			return "KeyResponse[result=" + this.result + ", message=" + SafeText.of(this.message) + ", keys="
					+ this.keys.size() + "]";
		}

	}

	/**
	 * A message to pass on to a third node. The relaying node should check that the third
	 * node is a member and the message is a reply: Serf itself relays any message to any
	 * address.
	 *
	 * @param destAddr where to send it
	 * @param destPort where to send it
	 * @param destZone scope of a link-local address; otherwise empty
	 * @param destName name of the third node; empty from old senders
	 * @param message a message of Serf, type byte and body, not decoded
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
	 * Selects the nodes that answer a query. An element of its
	 * {@linkplain Query#filters() filters}, all of which must match.
	 */
	sealed interface Filter {

		/**
		 * Returns the first byte of the filter.
		 * @return its kind, 0 to 255
		 */
		int kind();

	}

	/**
	 * Selects nodes by name.
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
	 * Selects nodes by the value of a tag.
	 *
	 * @param tag name of the tag; a node without it has the value ""
	 * @param expr an RE2 expression that matches anywhere in the value; untrusted and not
	 * checked
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
	 * A filter from a newer sender. Matches no node.
	 *
	 * @param kind its kind, 2 to 255
	 * @param body the bytes after the kind
	 */
	record UnknownFilter(int kind, byte[] body) implements Filter {
	}

}
