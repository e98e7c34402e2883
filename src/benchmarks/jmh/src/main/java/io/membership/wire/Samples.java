package io.membership.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Input of the benchmarks: messages of the same content and size as in the benchmarks of
 * the other implementations.
 */
final class Samples {

	private static final byte[] LOOPBACK = { 127, 0, 0, 1 };

	private static final byte[] VERSIONS = { 1, 5, 2, 0, 0, 0 };

	private static final byte[] NO_BYTES = {};

	private static final int PORT = 7946;

	private Samples() {
	}

	static Message.Ping ping() {
		return new Message.Ping(123456, "node-0042", LOOPBACK, PORT, "node-0001");
	}

	static Message.Ack ack() {
		return new Message.Ack(123456, null);
	}

	static Message.Suspect suspect() {
		return new Message.Suspect(7, "node-0042", "node-0001");
	}

	static Message.Alive alive(String node) {
		return new Message.Alive(7, node, LOOPBACK, PORT, NO_BYTES, VERSIONS);
	}

	/** Ten encoded alive messages. */
	static List<byte[]> tenAlive() {
		List<byte[]> encoded = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			encoded.add(MessageCodec.encode(alive(String.format(Locale.ROOT, "node-%04d", i))));
		}
		return encoded;
	}

	static Message.PushPull pushPull(int nodes) {
		List<Message.NodeState> states = new ArrayList<>(nodes);
		for (int i = 0; i < nodes; i++) {
			states.add(new Message.NodeState(String.format(Locale.ROOT, "node-%05d", i),
					new byte[] { 10, (byte) (i >> 16), (byte) (i >> 8), (byte) i }, PORT, NO_BYTES, 1 + i % 7, 0,
					VERSIONS));
		}
		return new Message.PushPull(false, states, NO_BYTES);
	}

	/** Bytes without meaning. */
	static byte[] filled(int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (i * 7);
		}
		return bytes;
	}

}
