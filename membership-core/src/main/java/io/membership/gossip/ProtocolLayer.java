package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A protocol that is built on top of gossip, as Serf is on memberlist. In contrast to an
 * application's delegates, those of a layer are called <em>on the event loop</em>, in
 * order and never from within a call into the {@link Memberlist}: they share the one
 * thread that owns the state of the member, and must not block. What the layer tells its
 * own users, it must itself hand over to another thread. Only the merge and the alive
 * delegate, which may veto, are called off the loop as an application's are.
 */
public interface ProtocolLayer {

	/**
	 * The hooks of the layer; asked for once.
	 * @return the delegates, called on the event loop but for those that may veto
	 */
	Delegates delegates();

	/**
	 * The sockets of the member are bound: called by {@link Memberlist#start()} on the
	 * caller's thread, so that the layer can bring calls to the event loop from then on.
	 * @param runtime the member's event loop, clock and randomness
	 * @param context what the layer may use
	 */
	void bound(NodeRuntime runtime, Context context);

	/** The member has been started: called on the event loop before any delegate. */
	void started();

	/**
	 * A first join through the configured seeds begins: called on the event loop, and
	 * followed by {@link #joined}.
	 */
	default void joining() {
	}

	/**
	 * That join has ended: called on the event loop. There will be another one as long as
	 * nobody was reached.
	 * @param reached how many were reached
	 */
	default void joined(int reached) {
	}

	/** What a layer may use of the member that it is built on. */
	interface Context {

		/**
		 * Creates a queue for broadcasts of the layer. Queues are drained in the order of
		 * their creation, after membership and before what {@link Memberlist#broadcast}
		 * queues.
		 * @return a new queue, to be used on the event loop
		 */
		BroadcastLane newLane();

		/**
		 * Creates a queue for broadcasts that only some members are to get, as others
		 * would not understand them. What is in it goes to nobody else, and to nobody
		 * whose name is not known. While there is no such member, nothing should be
		 * queued.
		 * @param audience who gets them; called on the event loop for every packet
		 * @param size how many members that are, with the local one: by it the number of
		 * transmissions is limited
		 * @return a new queue, to be used on the event loop
		 */
		BroadcastLane newLane(Predicate<Member> audience, IntSupplier size);

		/**
		 * The address in a message, if an answer may be sent there because the message
		 * says so. In a cluster in which strangers could forge messages, that is one of a
		 * known member; see {@link TransportConfig#strictSource()}.
		 * @param address 4 or 16 bytes from the wire
		 * @param port the port
		 * @return the address, or {@code null} if it is none, or nothing may be sent
		 * there
		 */
		@Nullable InetSocketAddress replyAddress(byte @Nullable [] address, int port);

	}

}
