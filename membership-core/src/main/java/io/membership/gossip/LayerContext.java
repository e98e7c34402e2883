package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/** What a protocol on top may use. Confined to the event loop once that runs. */
final class LayerContext implements ProtocolLayer.Context {

	private final GossipCore core;

	LayerContext(GossipCore core) {
		this.core = core;
	}

	@Override
	public BroadcastLane newLane() {
		return this.core.broadcasts().newLane();
	}

	@Override
	public BroadcastLane newLane(Predicate<Member> audience, IntSupplier size) {
		return this.core.broadcasts().newLane(audience, size);
	}

	@Override
	public @Nullable InetSocketAddress replyAddress(byte @Nullable [] address, int port) {
		InetSocketAddress wished = AddressRules.ofWire(address, port);
		return (wished != null && this.core.addressRules().isReplyAllowed(wished.getAddress(), null)) ? wished : null;
	}

}
