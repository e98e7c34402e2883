package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

import io.membership.runtime.MailboxFigures;
import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A protocol on top of gossip, as Serf is on memberlist. In contrast to the delegates of
 * an application, those of a layer are called <em>on the event loop</em> at the moment at
 * which something happens, and never from within a call into the {@link Memberlist}: they
 * share the one thread that owns the state of the member, and must not block. The layer
 * must call its own users on another thread. The merge and the alive delegate, which may
 * veto, and the observer are called off the loop, as those of an application are.
 */
public interface ProtocolLayer {

	/**
	 * Returns the hooks of the layer. Called once.
	 * @return the delegates; merge, alive and observer are called off the event loop
	 */
	Delegates delegates();

	/**
	 * Returns what the layer counts of the listeners that the application has with it.
	 * They become part of the metrics of the member.
	 * @return the figures, alive
	 */
	MailboxFigures listeners();

	/**
	 * Called when the sockets of the member are bound, by {@link Memberlist#start()} on
	 * the thread of its caller. From then on the layer can bring calls to the event loop.
	 * @param runtime the member's event loop, clock and randomness
	 * @param context the parts of the member that the layer may use
	 */
	void bound(NodeRuntime runtime, Context context);

	/** Called on the event loop when the member has started, before any delegate. */
	void started();

	/**
	 * Called on the event loop when a first join through the configured seeds begins.
	 * {@link #joined} follows.
	 */
	default void joining() {
	}

	/**
	 * Called on the event loop when that join has ended, and the states that came with it
	 * are merged. As long as no address was reached, another join will begin.
	 * @param reached how many addresses were reached
	 */
	default void joined(int reached) {
	}

	/** The parts of a member that its layer may use. */
	interface Context {

		/**
		 * Returns the member for the use of the layer: its futures complete on the event
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
		 * Creates a queue for broadcasts that only some members understand. They go to no
		 * other member and to no node whose name is unknown. While there is no such
		 * member, the layer should queue nothing.
		 * @param audience whether a member gets them; called on the event loop for every
		 * packet
		 * @param size returns how many members get them, with the local one; it limits
		 * the number of transmissions
		 * @return a new queue, confined to the event loop
		 */
		BroadcastLane newLane(Predicate<Member> audience, IntSupplier size);

		/**
		 * Returns the address in a message if the message can make this member send an
		 * answer there. In a cluster in which strangers could forge messages, it must be
		 * the address of a known member; see {@link TransportConfig#strictSource()}.
		 * @param address 4 or 16 bytes from the wire
		 * @param port the port
		 * @return the address, or {@code null} if it is invalid or nothing may be sent
		 * there
		 */
		@Nullable InetSocketAddress replyAddress(byte @Nullable [] address, int port);

	}

}
