package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

import io.membership.runtime.MailboxFigures;
import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A protocol on top of gossip, as Serf is on memberlist. Unlike the delegates of an
 * application, those of a layer are called <em>on the event loop</em>, immediately, and
 * never from within a call into the {@link Memberlist}. They share the thread that owns
 * the state of the member, so they must not block. The layer must call its own users on
 * another thread. The merge and alive delegates, which can veto, and the observer are
 * called off the event loop, like those of an application.
 */
public interface ProtocolLayer {

	/**
	 * Returns the callbacks of the layer. Called once.
	 * @return the delegates; merge, alive and observer are called off the event loop
	 */
	Delegates delegates();

	/**
	 * Returns the figures of the application's listeners that subscribed to the layer.
	 * They become part of the metrics of the member.
	 * @return the live figures
	 */
	MailboxFigures listeners();

	/**
	 * Called when the sockets of the member are bound, by {@link Memberlist#start()} on
	 * the thread of its caller. From then on the layer can run tasks on the event loop.
	 * @param runtime the member's event loop, clock and randomness
	 * @param context the parts of the member that the layer may use
	 */
	void bound(NodeRuntime runtime, Context context);

	/** Called on the event loop when the member has started, before any delegate. */
	void started();

	/**
	 * Called on the event loop when a first join through the configured seeds begins. A
	 * call of {@link #joined} follows.
	 */
	default void joining() {
	}

	/**
	 * Called on the event loop when that join has ended and the received states have been
	 * merged. Until an address is reached, further joins follow.
	 * @param reached the number of addresses that were reached
	 */
	default void joined(int reached) {
	}

	/** The parts of a member that its layer may use. */
	interface Context {

		/**
		 * Returns the API of the member for the layer. Its futures complete on the event
		 * loop.
		 * @return the member
		 */
		Memberlist memberlist();

		/**
		 * Creates a queue for broadcasts of the layer. Queues are drained in the order of
		 * their creation, after membership and before the broadcasts of
		 * {@link Memberlist#broadcast}.
		 * @return a new queue, confined to the event loop
		 */
		BroadcastLane newLane();

		/**
		 * Creates a queue for broadcasts that only some members understand. They are sent
		 * to no other member, and to no node whose name is unknown. The layer should
		 * queue nothing while there is no such member.
		 * @param audience whether a member receives them; called on the event loop for
		 * every packet
		 * @param size returns the number of members that receive them, including the
		 * local one; it limits the number of transmissions
		 * @return a new queue, confined to the event loop
		 */
		BroadcastLane newLane(Predicate<Member> audience, IntSupplier size);

		/**
		 * Returns the reply address of a message if this member may send to it. Where
		 * strangers can forge messages, it must be the address of a known member; see
		 * {@link TransportConfig#strictSource()}.
		 * @param address 4 or 16 bytes from the wire
		 * @param port the port
		 * @return the address, or {@code null} if it is invalid or nothing may be sent
		 * there
		 */
		@Nullable InetSocketAddress replyAddress(byte @Nullable [] address, int port);

	}

}
