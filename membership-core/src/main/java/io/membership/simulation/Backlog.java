package io.membership.simulation;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/*
 * Input that waits for a node that is paused, busy or not started. The node takes it in
 * turns, as an event loop does: a turn takes the packets and stream data that are in the sockets when
 * it begins, then all tasks queued by then, then the timers that were due when it began.
 * So an ack that came in during a pause counts before the timeout that fell due during the
 * same pause, and a flood of packets cannot starve the timers.
 */
/** Pending input of one node: its sockets and queues. */
final class Backlog {

	/** A socket buffer takes no more packets than this, however small they are. */
	static final int MAX_PACKETS = 2000;

	/** Connections that wait to be accepted. */
	static final int MAX_ACCEPTS = 128;

	private final ArrayDeque<NodeEvent> inbound = new ArrayDeque<>();

	private final ArrayDeque<NodeEvent> tasks = new ArrayDeque<>();

	private final ArrayDeque<NodeEvent> timers = new ArrayDeque<>();

	private final int maxPacketBytes;

	private int packets;

	private int packetBytes;

	private int inboundLeft;

	private int tasksLeft;

	private int timersLeft;

	private boolean tasksCounted = true;

	Backlog(int maxPacketBytes) {
		this.maxPacketBytes = maxPacketBytes;
	}

	void add(NodeEvent event) {
		switch (event.kind) {
			case PACKET -> addPacket(event);
			case STREAM -> this.inbound.add(event);
			case TASK -> this.tasks.add(event);
			case TIMER -> this.timers.add(event);
		}
	}

	private void addPacket(NodeEvent event) {
		int length = event.payload().length;
		if (this.packets == MAX_PACKETS || this.packetBytes + length > this.maxPacketBytes) {
			event.discarded(PacketOutcome.SOCKET_FULL);
			return;
		}
		this.packets++;
		this.packetBytes += length;
		this.inbound.add(event);
	}

	boolean isEmpty(boolean readSockets) {
		return (!readSockets || this.inbound.isEmpty()) && this.tasks.isEmpty() && this.timers.isEmpty();
	}

	/**
	 * Takes the next event in the order of the loop's turns.
	 * @param readSockets whether the sockets are read at all yet
	 * @return the event, or {@code null} if there is none
	 */
	@Nullable NodeEvent next(boolean readSockets) {
		while (!isEmpty(readSockets)) {
			if (this.inboundLeft > 0) {
				this.inboundLeft--;
				return takeInbound();
			}
			if (!this.tasksCounted) {
				// After the packets, so that what their handlers queued comes before the
				// timers.
				this.tasksCounted = true;
				this.tasksLeft = this.tasks.size();
			}
			if (this.tasksLeft > 0) {
				this.tasksLeft--;
				return this.tasks.poll();
			}
			if (this.timersLeft > 0) {
				this.timersLeft--;
				return this.timers.poll();
			}
			this.inboundLeft = readSockets ? this.inbound.size() : 0;
			this.timersLeft = this.timers.size();
			this.tasksCounted = false;
		}
		return null;
	}

	/** Takes the next task outside of a turn. */
	@Nullable NodeEvent nextTask() {
		return this.tasks.poll();
	}

	private NodeEvent takeInbound() {
		NodeEvent event = this.inbound.remove();
		if (event.kind == NodeEvent.Kind.PACKET) {
			this.packets--;
			this.packetBytes -= event.payload().length;
		}
		return event;
	}

	void discard(PacketOutcome why) {
		this.inbound.forEach((event) -> event.discarded(why));
		this.inbound.clear();
		this.tasks.clear();
		this.timers.clear();
		this.inboundLeft = 0;
		this.tasksLeft = 0;
		this.timersLeft = 0;
		this.packets = 0;
		this.packetBytes = 0;
	}

}
