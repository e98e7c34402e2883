package io.membership.wire;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes of real Serf: of both generations of its codec, of its library, and of agents,
 * decoded and encoded again with everything that is inside.
 */
class SerfGoldenVectorTests {

	@Test
	void everyVectorIsInATestAndEveryMessageInAVector() throws WireException {
		assertThat(messages().count() + tags().count()).isEqualTo(Vector.serfBodies().count()).isEqualTo(15);
		assertThat(packets().count() + frames().count()).isEqualTo(Vector.serfTraffic().count()).isEqualTo(86);
		Set<SerfMessageType> types = new TreeSet<>();
		for (Vector vector : messages().toList()) {
			types.add(SerfCodec.decode(vector.bytes()).type());
		}
		for (Vector vector : packets().toList()) {
			for (byte[] payload : payloads(Received.of(vector.sender(), vector.bytes()).messages)) {
				types.add(SerfCodec.decode(payload).type());
			}
		}
		assertThat(types).containsExactly(SerfMessageType.values());
	}

	static Stream<Vector> messages() {
		return Vector.serfBodies().filter((vector) -> vector.decoded().containsKey("type"));
	}

	@ParameterizedTest
	@MethodSource("messages")
	void aMessageOfThePeerIsUnderstoodInBothSpellings(Vector vector) throws WireException {
		assertThat(SerfFields.of(SerfCodec.decode(vector.bytes()))).isEqualTo(vector.decoded());
		if (vector.has("hex_msgpack_v2")) {
			byte[] other = vector.bytes("hex_msgpack_v2");
			assertThat(other).isNotEqualTo(vector.bytes());
			assertThat(SerfFields.of(SerfCodec.decode(other))).isEqualTo(vector.decoded());
			assertThat(SerfCodec.encode(SerfCodec.decode(other))).isEqualTo(vector.bytes());
		}
	}

	@ParameterizedTest
	@MethodSource("messages")
	void aMessageIsEncodedAsThePeerDoes(Vector vector) throws WireException {
		assertThat(reencoded(vector.bytes())).asHexString().isEqualTo(hex(vector.bytes()));
	}

	static Stream<Vector> tags() {
		return Vector.serfBodies().filter((vector) -> vector.decoded().containsKey("tags"));
	}

	@ParameterizedTest
	@MethodSource("tags")
	void tagsAreUnderstoodAndEncodedAsThePeerDoes(Vector vector) throws WireException {
		assertThat(SerfFields.tags(vector.bytes())).isEqualTo(vector.decoded());
		assertThat(Tags.encode(Tags.decode(vector.bytes()), 5)).isEqualTo(vector.bytes());
	}

	static Stream<Vector> packets() {
		return Vector.serfTraffic().filter((vector) -> !vector.isStream());
	}

	@ParameterizedTest
	@MethodSource("packets")
	void aPacketOfThePeerIsUnderstood(Vector vector) throws WireException {
		Received received = Received.of(vector.sender(), vector.bytes());
		assertThat(received.dropped).isEmpty();
		List<Map<String, @Nullable Object>> fields = new ArrayList<>();
		for (Message message : received.messages) {
			fields.add(SerfFields.of(message));
		}
		assertThat(fields).isEqualTo(vector.messages());
	}

	@ParameterizedTest
	@MethodSource("packets")
	void aPacketIsEncodedAsThePeerDoes(Vector vector) throws WireException {
		List<byte[]> parts = new ArrayList<>();
		for (Message message : Received.of(vector.sender(), vector.bytes()).messages) {
			parts.add(MessageCodec.encode(reencoded(message)));
		}
		assertThat(GoldenVectorTests.encode(vector, parts)).isEqualTo(HexFormat.of().formatHex(vector.bytes()));
	}

	static Stream<Vector> frames() {
		return Vector.serfTraffic().filter(Vector::isStream);
	}

	@ParameterizedTest
	@MethodSource("frames")
	void aFrameOfThePeerIsUnderstood(Vector vector) throws WireException {
		assertThat(SerfFields.of(decode(vector))).isEqualTo(vector.message());
	}

	@ParameterizedTest
	@MethodSource("frames")
	void aFrameIsEncodedAsThePeerDoes(Vector vector) throws WireException {
		Message message = reencoded(decode(vector));
		StreamCodec codec = new StreamCodec(vector.sender(), vector::nonces);
		byte[] encoded = vector.isReply() ? codec.encodeReply(message) : codec.encodeRequest(message);
		assertThat(encoded).asHexString().isEqualTo(hex(vector.bytes()));
	}

	private static Message decode(Vector vector) throws WireException {
		StreamCodec codec = new StreamCodec(vector.sender());
		return vector.isReply() ? codec.decodeReply(vector.bytes()) : codec.decodeRequest(vector.bytes());
	}

	/** The same message, with all that is Serf's in it decoded and encoded again. */
	private static Message reencoded(Message message) throws WireException {
		if (message instanceof Message.User user) {
			return new Message.User(reencoded(user.payload()));
		}
		if (message instanceof Message.Ack ack) {
			return new Message.Ack(ack.seqNo(), CoordinatePayload.decode(ack.payload()).encode());
		}
		if (message instanceof Message.Alive alive) {
			return new Message.Alive(alive.incarnation(), alive.node(), alive.addr(), alive.port(),
					tagsAgain(alive.meta(), alive.vsn()), alive.vsn());
		}
		if (message instanceof Message.PushPull pushPull) {
			List<Message.NodeState> nodes = new ArrayList<>();
			for (Message.NodeState node : pushPull.nodes()) {
				nodes.add(new Message.NodeState(node.name(), node.addr(), node.port(),
						tagsAgain(node.meta(), node.vsn()), node.incarnation(), node.state(), node.vsn()));
			}
			return new Message.PushPull(pushPull.join(), nodes, reencoded(pushPull.userState()));
		}
		return message;
	}

	/** The sixth version byte of a member is its Serf protocol. */
	private static byte[] tagsAgain(byte[] meta, byte[] vsn) throws WireException {
		return Tags.encode(Tags.decode(meta), (meta[0] == -1) ? Math.max(3, vsn[5]) : vsn[5]);
	}

	private static byte[] reencoded(byte[] bytes) throws WireException {
		SerfMessage message = SerfCodec.decode(bytes);
		if (message instanceof SerfMessage.Relay relay) {
			message = new SerfMessage.Relay(relay.destAddr(), relay.destPort(), relay.destZone(), relay.destName(),
					reencoded(relay.message()));
		}
		else if (message instanceof SerfMessage.QueryResponse response && isMessage(response.payload())) {
			message = new SerfMessage.QueryResponse(response.ltime(), response.id(), response.from(), response.flags(),
					reencoded(response.payload()));
		}
		else if (message instanceof SerfMessage.Query query) {
			List<byte[]> filters = new ArrayList<>();
			for (byte[] filter : query.filters()) {
				filters.add(SerfCodec.encodeFilter(SerfCodec.decodeFilter(filter)));
			}
			message = new SerfMessage.Query(query.ltime(), query.id(), query.addr(), query.port(), query.sourceNode(),
					filters, query.flags(), query.relayFactor(), query.timeoutNanos(), query.name(),
					isMessage(query.payload()) ? reencoded(query.payload()) : query.payload());
		}
		return SerfCodec.encode(message);
	}

	private static List<byte[]> payloads(List<Message> messages) throws WireException {
		List<byte[]> payloads = new ArrayList<>();
		for (Message message : messages) {
			if (message instanceof Message.User user) {
				payloads.add(user.payload());
				SerfMessage inner = SerfCodec.decode(user.payload());
				if (inner instanceof SerfMessage.QueryResponse response && isMessage(response.payload())) {
					payloads.add(response.payload());
				}
			}
		}
		return payloads;
	}

	private static boolean isMessage(byte @Nullable [] payload) {
		return payload != null && payload.length > 0 && payload[0] >= SerfMessageType.CONFLICT_RESPONSE.code()
				&& payload[0] <= SerfMessageType.KEY_RESPONSE.code();
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().withUpperCase().formatHex(bytes);
	}

}
