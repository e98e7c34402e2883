package io.membership.wire;

import java.util.ArrayList;
import java.util.List;

import io.membership.runtime.DropReason;

/** Records what a packet holds. */
final class Received implements PacketCodec.PacketSink {

	final List<Message> messages = new ArrayList<>();

	final List<DropReason> dropped = new ArrayList<>();

	static Received of(CodecSettings settings, byte[] packet) {
		return of(new PacketCodec(settings), packet);
	}

	static Received of(PacketCodec codec, byte[] packet) {
		Received received = new Received();
		codec.decode(packet, received);
		return received;
	}

	@Override
	public void message(Message message) {
		this.messages.add(message);
	}

	@Override
	public void dropped(DropReason reason) {
		this.dropped.add(reason);
	}

}
