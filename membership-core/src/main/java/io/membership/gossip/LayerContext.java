package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Gives a {@link ProtocolLayer} access to the broadcast queues. Confined to the event
 * loop once that runs.
 */
final class LayerContext implements ProtocolLayer.Context {

	private final BroadcastQueues broadcasts;

	private final AddressRules addressRules;

	LayerContext(BroadcastQueues broadcasts, AddressRules addressRules) {
		this.broadcasts = broadcasts;
		this.addressRules = addressRules;
	}

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
