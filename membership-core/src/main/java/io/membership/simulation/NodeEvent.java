package io.membership.simulation;

/**
 * Something that happens on the event loop of one node. When the node is paused or busy
 * it waits in the node's {@link Backlog}.
 */
abstract class NodeEvent implements Event {

	/** Kind of an event: hashed into the trace, and decides the queue it waits in. */
	enum Kind {

		PACKET, STREAM, TASK, TIMER

	}

	final Kind kind;

	NodeEvent(Kind kind) {
		this.kind = kind;
	}

	/** Runs on the event loop of the node. */
	abstract void handle();

	/** The bytes that are hashed into the trace. */
	byte[] payload() {
		return TraceHash.NO_BYTES;
	}

	/** The node cannot take the event any more, or its socket buffer is full. */
	void discarded(PacketOutcome why) {
	}

	boolean isInbound() {
		return this.kind == Kind.PACKET || this.kind == Kind.STREAM;
	}

	/** A task or a timer. */
	static final class Work extends NodeEvent {

		private final SimulatedNode node;

		private final Runnable task;

		Work(SimulatedNode node, Kind kind, Runnable task) {
			super(kind);
			this.node = node;
			this.task = task;
		}

		@Override
		public void fire() {
			this.node.arrive(this);
		}

		@Override
		void handle() {
			this.task.run();
		}

	}

}
