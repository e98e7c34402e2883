package io.membership.simulation;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/** A packet that arrives at its destination, if a node is bound there by then. */
final class PacketEvent extends NodeEvent {

	private final Simulation simulation;

	private final InetSocketAddress from;

	private final InetSocketAddress to;

	private final byte[] packet;

	private @Nullable SimulatedTransport receiver;

	PacketEvent(Simulation simulation, InetSocketAddress from, InetSocketAddress to, byte[] packet) {
		super(Kind.PACKET);
		this.simulation = simulation;
		this.from = from;
		this.to = to;
		this.packet = packet;
	}

	@Override
	public void fire() {
		this.receiver = this.simulation.boundAt(this.to);
		if (this.receiver == null) {
			discarded(PacketOutcome.NO_LISTENER);
		}
		else {
			this.receiver.node().arrive(this);
		}
	}

	@Override
	void handle() {
		if (this.receiver != null) {
			this.simulation.network().report(this.from, this.to, this.packet, PacketOutcome.DELIVERED);
			this.receiver.receivePacket(this.from, this.packet);
		}
	}

	@Override
	byte[] payload() {
		return this.packet;
	}

	@Override
	void discarded(PacketOutcome why) {
		this.simulation.network().report(this.from, this.to, this.packet, why);
	}

}
