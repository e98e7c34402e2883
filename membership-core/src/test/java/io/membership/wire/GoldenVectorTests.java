package io.membership.wire;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.membership.runtime.FrameScanner;
import io.membership.testing.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes of real memberlist, of both generations of its msgpack codec, decoded and encoded
 * again.
 */
class GoldenVectorTests {

	@Test
	void everyVectorIsInAtLeastOneTest() {
		List<String> unused = Vector.all()
			.filter((vector) -> Stream.of(packets(), streams(), injected(), bodies(), compressions())
				.flatMap((vectors) -> vectors)
				.noneMatch((other) -> other.name().equals(vector.name())))
			.map(Vector::name)
			.toList();
		assertThat(unused).isEmpty();
		assertThat(Vector.all()).hasSizeGreaterThan(130);
	}

	static Stream<Vector> packets() {
		return Vector.all().filter((vector) -> vector.hasMessage() && !vector.isStream());
	}

	@ParameterizedTest
	@MethodSource("packets")
	void aPacketOfThePeerIsUnderstood(Vector vector) {
		Received received = Received.of(vector.sender(), vector.bytes());
		assertThat(received.dropped).isEmpty();
		assertThat(Fields.of(received.messages)).isEqualTo(vector.messages());
	}

	@ParameterizedTest
	@MethodSource("packets")
	void aPacketIsEncodedAsThePeerDoes(Vector vector) {
		List<byte[]> parts = Received.of(vector.sender(), vector.bytes()).messages.stream()
			.map(MessageCodec::encode)
			.toList();
		assertThat(encode(vector, parts)).isEqualTo(HexFormat.of().formatHex(vector.bytes()));
	}

	static String encode(Vector vector, List<byte[]> parts) {
		boolean crc = vector.layer("hasCrc") != null;
		PacketCodec codec = new PacketCodec(vector.sender(), vector.nonces());
		byte[] inner = (parts.size() > 1) ? Compound.join(parts) : parts.get(0);
		if (vector.isCompressed() && new Compression().compressIfShorter(inner) == null) {
			// Compressed by hand though it does not pay: the same, one layer further in.
			CodecSettings plain = Settings.of(vector.sender().label(), vector.sender().keyring(), false, 2);
			codec = new PacketCodec(plain, vector.nonces());
			parts = List.of(new Compression().compress(inner));
		}
		List<byte[]> packets = codec.encode(parts, crc);
		assertThat(packets).hasSize(1);
		return HexFormat.of().formatHex(packets.get(0));
	}

	static Stream<Vector> streams() {
		return Vector.all().filter((vector) -> vector.hasMessage() && vector.isStream());
	}

	@ParameterizedTest
	@MethodSource("streams")
	void aFrameOfThePeerIsUnderstood(Vector vector) throws WireException {
		assertThat(Fields.of(decode(vector))).isEqualTo(Fields.of(vector.message()));
	}

	@ParameterizedTest
	@MethodSource("streams")
	void aFrameIsEncodedAsThePeerDoes(Vector vector) throws WireException {
		Message message = decode(vector);
		StreamCodec codec = new StreamCodec(vector.sender(), vector::nonces);
		byte[] encoded = vector.isReply() ? codec.encodeReply(message) : codec.encodeRequest(message);
		if (vector.isV2Codec() && usesLargeInteger(vector.message())) {
			// Its codec spells integers over 127 in another way. We must understand it.
			assertThat(encoded).hasSameSizeAs(vector.bytes()).isNotEqualTo(vector.bytes());
			return;
		}
		assertThat(encoded).asHexString().isEqualTo(HexFormat.of().withUpperCase().formatHex(vector.bytes()));
	}

	private static boolean usesLargeInteger(Map<String, @Nullable Object> message) {
		return message.get("header") != null && Json.object(message.get("header"))
			.values()
			.stream()
			.anyMatch((value) -> value instanceof Long number && number > 127);
	}

	@ParameterizedTest
	@MethodSource("streams")
	void theEndOfAFrameOfThePeerIsFoundHoweverItArrives(Vector vector) throws Exception {
		StreamCodec codec = new StreamCodec(vector.sender());
		byte[] frame = vector.bytes();
		FrameScanner scanner = vector.isReply() ? codec.replyScanner() : codec.requestScanner();
		for (int length = 0; length < frame.length; length++) {
			assertThat(scanner.scan(frame, length)).isEqualTo(FrameScanner.NEED_MORE);
		}
		assertThat(scanner.scan(frame, frame.length)).isEqualTo(frame.length);
		byte[] more = Arrays.copyOf(frame, frame.length + 7);
		FrameScanner another = vector.isReply() ? codec.replyScanner() : codec.requestScanner();
		assertThat(another.scan(more, more.length)).isEqualTo(frame.length);
	}

	private static Message decode(Vector vector) throws WireException {
		StreamCodec codec = new StreamCodec(vector.sender());
		return vector.isReply() ? codec.decodeReply(vector.bytes()) : codec.decodeRequest(vector.bytes());
	}

	static Stream<Vector> injected() {
		return Vector.all().filter((vector) -> vector.extra().containsKey("accepted_by_reference"));
	}

	@ParameterizedTest
	@MethodSource("injected")
	void whatThePeerAcceptsOrDropsIsAcceptedOrDroppedHere(Vector vector) {
		Received received = Received.of(vector.receiver(), vector.bytes());
		if (vector.extra().get("accepted_by_reference").equals(true)) {
			assertThat(received.messages).first()
				.isInstanceOfSatisfying(Message.Ping.class, (ping) -> assertThat(ping.node()).isEqualTo("node-a"));
		}
		else {
			assertThat(received.messages).isEmpty();
			assertThat(received.dropped).hasSize(1);
		}
	}

	static Stream<Vector> bodies() {
		return Vector.all().filter((vector) -> vector.decoded().containsKey("body"));
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void aBodyIsUnderstoodInBothSpellingsAndEncodedInTheOlderOne(Vector vector) throws WireException {
		Map<String, @Nullable Object> body = Json.object(vector.decoded().get("body"));
		byte[] again;
		if (body.containsKey("UserMsgLen")) {
			UserHeader header = read(UserHeader.SCHEMA, vector);
			again = MessageCodec.encodeStream(new Message.User(new byte[header.checkedLength()]));
		}
		else if (body.containsKey("Nodes")) {
			PushPullHeader header = read(PushPullHeader.SCHEMA, vector);
			Message.NodeState node = new Message.NodeState("", null, 0, null, 0, 0, null);
			again = MessageCodec.encodeStream(new Message.PushPull(header.join(),
					Collections.nCopies(header.checkedNodes(), node), new byte[header.checkedStateLength()]));
		}
		else {
			Message.NodeState node = read(MessageSchemas.NODE_STATE, vector);
			assertThat(Fields.of(node)).isEqualTo(body);
			again = encoded(MessageSchemas.NODE_STATE, node);
		}
		assertThat(Arrays.copyOfRange(again, 1, 1 + vector.bytes().length)).isEqualTo(vector.bytes());
	}

	/** Reads a body, and its other spelling if the vector has one. */
	private static <T> T read(Schema<T> schema, Vector vector) throws WireException {
		T body = read(schema, vector.bytes());
		if (vector.has("hex_msgpack_v2")) {
			T other = read(schema, vector.bytes("hex_msgpack_v2"));
			assertThat(encoded(schema, other)).isEqualTo(encoded(schema, body));
		}
		return body;
	}

	private static <T> T read(Schema<T> schema, byte[] body) throws WireException {
		MsgpackReader reader = new MsgpackReader(body, 0, body.length);
		T value = reader.read(schema);
		assertThat(reader.position()).isEqualTo(body.length);
		return value;
	}

	private static <T> byte[] encoded(Schema<T> schema, T value) {
		return MsgpackWriter.forPacket(0).value(schema, value).toByteArray();
	}

	static Stream<Vector> compressions() {
		return Vector.all().filter((vector) -> vector.decoded().containsKey("plain_sha256"));
	}

	@ParameterizedTest
	@MethodSource("compressions")
	void compressionGivesTheSameBytesAsGo(Vector vector) throws WireException {
		byte[] plain = plain(vector);
		assertThat(new Compression().compress(plain)).isEqualTo(vector.bytes());
		assertThat(new Compression().decompress(vector.bytes(), 0, vector.bytes().length, plain.length))
			.isEqualTo(plain);
	}

	private static byte[] plain(Vector vector) {
		byte[] plain = new byte[((Long) vector.decoded().get("plain_len")).intValue()];
		boolean random = ((String) vector.extra().get("plain_rule")).startsWith("x0=1");
		int x = 1;
		for (int i = 0; i < plain.length; i++) {
			x = x * 1664525 + 1013904223;
			plain[i] = (byte) (random ? x >>> 24 : 'a' + i % 26);
		}
		return plain;
	}

}
