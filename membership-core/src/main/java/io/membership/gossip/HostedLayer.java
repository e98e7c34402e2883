package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

import io.membership.runtime.MailboxFigures;
import org.jspecify.annotations.Nullable;

/**
 * Connects a {@link ProtocolLayer} to the member below it: forwards callbacks to the
 * layer, and gives the layer access to the parts of the member.
 */
final class HostedLayer implements GossipCore.Layer {

	private final ProtocolLayer layer;

	HostedLayer(ProtocolLayer layer) {
		this.layer = layer;
	}

	@Override
	public MailboxFigures listeners() {
		return this.layer.listeners();
	}

	@Override
	public void bound(GossipCore core, Calls calls, GossipParts parts) {
		Memberlist onLoop = new Memberlist(core.config(), core, calls);
		this.layer.bound(parts.context.runtime(), new Access(onLoop, parts.broadcasts, parts.addressRules));
	}

	@Override
	public void started() {
		this.layer.started();
	}

	@Override
	public void joining() {
		this.layer.joining();
	}

	@Override
	public void joined(int reached) {
		this.layer.joined(reached);
	}

	/** Gives the layer access to the parts of the member. */
	private record Access(Memberlist memberlist, BroadcastQueues broadcasts,
			AddressRules addressRules) implements ProtocolLayer.Context {

		@Override
		public BroadcastLane newLane() {
			return this.broadcasts.newLane();
		}

		@Override
		public BroadcastLane newLane(Predicate<Member> audience, IntSupplier size) {
			return this.broadcasts.newLane(audience, size);
		}

		@Override
		public @Nullable InetSocketAddress replyAddress(byte @Nullable [] address, int port) {
			InetSocketAddress wished = AddressRules.ofWire(address, port);
			return (wished != null && this.addressRules.isReplyAllowed(wished.getAddress(), null)) ? wished : null;
		}

	}

}
