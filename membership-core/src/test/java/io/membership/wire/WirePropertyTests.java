package io.membership.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.membership.Keyring;
import io.membership.SafeText;
import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.FrameScanner;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for any message and for any bytes. */
class WirePropertyTests {

	private static final Keyring KEYRING = Keyring.of(List.of(Settings.KEY));

	private static final List<CodecSettings> SETTINGS = List.of(Settings.plain(), Settings.compressed(),
			Settings.encrypted(), Settings.labelled("label"), Settings.of("label", KEYRING, true, 1),
			Settings.of("label", KEYRING, true, 2), Settings.verifying(Settings.of("", KEYRING, true, 2), false, true),
			Settings.skippingLabelCheck(Settings.of("label", KEYRING, false, 2)));

	@Property
	void everyMessageComesBackFromItsBytes(@ForAll("packetMessages") Message message) throws WireException {
		byte[] encoded = MessageCodec.encode(message);
		Message decoded = MessageCodec.decode(encoded, 0, encoded.length);
		assertThat(decoded).usingRecursiveComparison().isEqualTo(normalised(message));
		assertThat(MessageCodec.encode(decoded)).isEqualTo(encoded);
	}

	@Property(tries = 300)
	void everyStreamMessageComesBackFromItsFrame(@ForAll("streamMessages") Message message,
			@ForAll("settings") CodecSettings settings) throws FrameRefusedException {
		StreamCodec codec = new StreamCodec(settings);
		if (message instanceof Message.Ack || message instanceof Message.ErrorReply) {
			byte[] frame = codec.encodeReply(message);
			assertThat(codec.replyScanner().scan(frame, frame.length)).isEqualTo(frame.length);
			assertThat(codec.decodeReply(frame)).usingRecursiveComparison().isEqualTo(message);
			return;
		}
		CodecSettings sender = settings;
		byte[] frame = new StreamCodec(sender).encodeRequest(message);
		if (settings.skipInboundLabelCheck()) {
			frame = Arrays.copyOfRange(frame, 7, frame.length);
		}
		assertThat(codec.requestScanner().scan(frame, frame.length)).isEqualTo(frame.length);
		assertThat(codec.decodeRequest(frame)).usingRecursiveComparison().isEqualTo(normalised(message));
	}

	@Property(tries = 300)
	void everyListOfMessagesComesBackFromItsPackets(@ForAll("messageLists") List<Message> messages,
			@ForAll("settings") CodecSettings settings, @ForAll boolean crc) {
		List<byte[]> parts = messages.stream().map(MessageCodec::encode).toList();
		Received received = new Received();
		PacketCodec codec = new PacketCodec(settings);
		for (byte[] packet : codec.encode(parts, crc)) {
			codec.decode(settings.skipInboundLabelCheck() ? Arrays.copyOfRange(packet, 7, packet.length) : packet,
					received);
		}
		assertThat(received.dropped).isEmpty();
		assertThat(received.messages.stream().map(MessageCodec::encode).toList())
			.usingElementComparator(Arrays::compare)
			.isEqualTo(parts);
	}

	@Property
	void garbageNeverThrowsAndIsCounted(@ForAll("garbage") byte[] packet, @ForAll("settings") CodecSettings settings) {
		Received received = Received.of(settings, packet);
		assertThat(received.dropped.size() + received.messages.size()).isPositive();
	}

	@Property
	void garbageWithinTheEncryptionNeverThrowsAndIsCounted(@ForAll("garbage") byte[] inner,
			@ForAll @IntRange(min = 0, max = 1) int version) {
		byte[] record = new byte[AesGcm.recordLength(version, inner.length)];
		new AesGcm(KEYRING, Nonces.random(1)).encrypt(version, inner, 0, inner.length, new byte[][] { {} }, record, 0);
		Received received = Received.of(Settings.encrypted(), record);
		assertThat(received.dropped.size() + received.messages.size()).isPositive();
		assertThat(received.dropped).doesNotContain(WireDrop.DECRYPTION_FAILED, WireDrop.NOT_ENCRYPTED);
		// The same, with padding by someone who has the key and does not care.
		record[0] = 0;
		received = Received.of(Settings.encrypted(), record);
		assertThat(received.dropped.size() + received.messages.size()).isPositive();
	}

	@Property
	void garbageWithinTheCompressionNeverThrowsAndIsCounted(@ForAll("garbage") byte[] inner) {
		Received received = Received.of(Settings.plain(), new Compression().compress(inner));
		assertThat(received.dropped.size() + received.messages.size()).isPositive();
	}

	@Property
	void garbageForCodesIsAnErrorOrWithinTheLimit(@ForAll byte[] codes, @ForAll @IntRange(max = 5_000) int limit) {
		try {
			assertThat(Lzw.decompress(codes, 0, codes.length, limit)).hasSizeLessThanOrEqualTo(limit);
		}
		catch (WireException ex) {
			assertThat(ex.reason()).isIn(WireDrop.COMPRESSION_INVALID, WireDrop.TOO_LARGE);
		}
	}

	@Property
	void garbageOnAStreamIsAnErrorAndNothingElse(@ForAll("garbage") byte[] frame,
			@ForAll("settings") CodecSettings settings) {
		StreamCodec codec = new StreamCodec(settings);
		for (boolean reply : new boolean[] { false, true }) {
			try {
				assertThat(reply ? codec.decodeReply(frame) : codec.decodeRequest(frame)).isNotNull();
			}
			catch (WireException ex) {
				assertThat(ex.getMessage()).isEqualTo(SafeText.of(ex.getMessage()));
			}
		}
	}

	@Property
	void whatTheScannerTakesForAFrameIsOneToTheDecoderToo(@ForAll("garbage") byte[] bytes) {
		StreamCodec codec = new StreamCodec(Settings.plain());
		int end = scan(codec.requestScanner(), bytes, bytes.length);
		if (end < 0) {
			return;
		}
		assertThat(end).isBetween(1, bytes.length);
		Object whole = outcome(codec, bytes);
		assertThat(outcome(codec, Arrays.copyOf(bytes, end))).isEqualTo(whole);
	}

	@Property
	void theScannerFindsTheSameEndHoweverTheBytesArrive(@ForAll("garbage") byte[] bytes,
			@ForAll @Size(max = 20) List<@IntRange(max = 300) Integer> cuts,
			@ForAll("settings") CodecSettings settings) {
		StreamCodec codec = new StreamCodec(settings);
		int atOnce = scan(codec.requestScanner(), bytes, bytes.length);
		FrameScanner scanner = codec.requestScanner();
		int piecewise = FrameScanner.NEED_MORE;
		List<Integer> ends = new ArrayList<>(cuts);
		ends.add(bytes.length);
		ends.sort(null);
		for (int end : ends) {
			piecewise = scan(scanner, bytes, Math.min(end, bytes.length));
			if (piecewise != FrameScanner.NEED_MORE) {
				break;
			}
		}
		assertThat(piecewise).isEqualTo(atOnce);
	}

	@Property
	void aPacketThatIsCutOffNeverThrows(@ForAll("messageLists") List<Message> messages,
			@ForAll("settings") CodecSettings settings, @ForAll @IntRange(max = 10_000) int cut) {
		for (byte[] packet : new PacketCodec(settings).encode(messages.stream().map(MessageCodec::encode).toList(),
				true)) {
			Received received = Received.of(settings, Arrays.copyOf(packet, cut % packet.length));
			// Without verification, one in a hundred foreign records passes for a ping.
			assertThat(received.dropped.size() + (settings.verifyIncoming() ? 0 : received.messages.size()))
				.isPositive();
		}
	}

	@Property
	void aPacketWithAByteChangedNeverThrows(@ForAll("messageLists") List<Message> messages,
			@ForAll("settings") CodecSettings settings, @ForAll @IntRange(max = 10_000) int at, @ForAll byte value) {
		for (byte[] packet : new PacketCodec(settings).encode(messages.stream().map(MessageCodec::encode).toList(),
				false)) {
			packet = packet.clone();
			packet[at % packet.length] = value;
			Received received = Received.of(settings, packet);
			assertThat(received.dropped.size() + received.messages.size()).isPositive();
		}
	}

	@Property
	void aMessageCostsNoMoreThan64TimesItsBytes(@ForAll("msgpackish") byte[] body,
			@ForAll @IntRange(max = 13) int type) {
		byte[] message = new byte[body.length + 1];
		message[0] = (byte) ((type == MessageType.COMPRESS.code()) ? 4 : type);
		System.arraycopy(body, 0, message, 1, body.length);
		PacketCodec codec = new PacketCodec(Settings.plain());
		StreamCodec streams = new StreamCodec(Settings.plain());
		assertThat(Allocations.of(() -> codec.decode(message, new Received())))
			.isLessThan(64L * message.length + 64 * 1024);
		assertThat(Allocations.of(() -> outcome(streams, message))).isLessThan(64L * message.length + 64 * 1024);
	}

	private static int scan(FrameScanner scanner, byte[] bytes, int length) {
		try {
			return scanner.scan(bytes, length);
		}
		catch (FrameRefusedException ex) {
			return -2;
		}
	}

	private static Object outcome(StreamCodec codec, byte[] frame) {
		try {
			return Fields.of(codec.decodeRequest(frame));
		}
		catch (WireException ex) {
			return ex.reason();
		}
	}

	/** An address that is empty and one that is absent are the same in a ping. */
	private static Message normalised(Message message) {
		if (message instanceof Message.Ping ping && ping.sourceAddr() != null && ping.sourceAddr().length == 0) {
			return new Message.Ping(ping.seqNo(), ping.node(), null, ping.sourcePort(), ping.sourceNode());
		}
		if (message instanceof Message.IndirectPing ping && ping.sourceAddr() != null
				&& ping.sourceAddr().length == 0) {
			return new Message.IndirectPing(ping.seqNo(), ping.target(), ping.port(), ping.node(), ping.nack(), null,
					ping.sourcePort(), ping.sourceNode());
		}
		return message;
	}

	@Provide
	Arbitrary<CodecSettings> settings() {
		return Arbitraries.of(SETTINGS);
	}

	@Provide
	Arbitrary<List<Message>> messageLists() {
		return packetMessages().list().ofMinSize(1).ofMaxSize(20);
	}

	@Provide
	Arbitrary<Message> packetMessages() {
		Arbitrary<Message> ping = Combinators.combine(u32(), text(), bytes(), port(), text())
			.as((seqNo, node, addr, port, source) -> new Message.Ping(seqNo, node, addr, port, source));
		Arbitrary<Message> indirect = Combinators
			.combine(u32(), bytes(), port(), text(), Arbitraries.of(true, false), bytes(), port(), text())
			.as((seqNo, target, port, node, nack, addr, sourcePort, source) -> new Message.IndirectPing(seqNo, target,
					port, node, nack, addr, sourcePort, source));
		Arbitrary<Message> ack = Combinators.combine(u32(), bytes())
			.as((seqNo, payload) -> new Message.Ack(seqNo, payload));
		Arbitrary<Message> nack = u32().map(Message.Nack::new);
		Arbitrary<Message> suspect = Combinators.combine(u32(), text(), text())
			.as((incarnation, node, from) -> new Message.Suspect(incarnation, node, from));
		Arbitrary<Message> dead = Combinators.combine(u32(), text(), text())
			.as((incarnation, node, from) -> new Message.Dead(incarnation, node, from));
		Arbitrary<Message> alive = Combinators.combine(u32(), text(), bytes(), port(), bytes(), bytes())
			.as((incarnation, node, addr, port, meta, vsn) -> new Message.Alive(incarnation, node, addr, port, meta,
					vsn));
		Arbitrary<Message> user = Arbitraries.bytes().array(byte[].class).ofMaxSize(600).map(Message.User::new);
		return Arbitraries.oneOf(ping, indirect, ack, nack, suspect, dead, alive, user);
	}

	@Provide
	Arbitrary<Message> streamMessages() {
		Arbitrary<Message.NodeState> node = Combinators
			.combine(text(), bytes(), port(), bytes(), u32(), Arbitraries.integers(), bytes())
			.as(Message.NodeState::new);
		Arbitrary<Message> pushPull = Combinators
			.combine(Arbitraries.of(true, false), node.list().ofMaxSize(30),
					Arbitraries.bytes().array(byte[].class).ofMaxSize(600))
			.as((join, nodes, state) -> new Message.PushPull(join, nodes, state));
		Arbitrary<Message> error = text().map(Message.ErrorReply::new);
		return Arbitraries.oneOf(pushPull, error, packetMessages().filter((message) -> message instanceof Message.Ping
				|| message instanceof Message.Ack || message instanceof Message.User));
	}

	@Provide
	Arbitrary<byte[]> garbage() {
		return Arbitraries.oneOf(Arbitraries.bytes().array(byte[].class).ofMaxSize(300), typed(), labelled());
	}

	private Arbitrary<byte[]> typed() {
		return Combinators.combine(Arbitraries.integers().between(0, 14), msgpackish()).as((type, body) -> {
			byte[] message = new byte[1 + body.length];
			message[0] = (byte) (int) type;
			System.arraycopy(body, 0, message, 1, body.length);
			return message;
		});
	}

	private Arbitrary<byte[]> labelled() {
		return typed().map((message) -> {
			byte[] header = { (byte) 0xf4, 5, 'l', 'a', 'b', 'e', 'l' };
			byte[] both = Arrays.copyOf(header, header.length + message.length);
			System.arraycopy(message, 0, both, header.length, message.length);
			return both;
		});
	}

	/** Tokens of msgpack, with names that are known, in any order and number. */
	@Provide
	Arbitrary<byte[]> msgpackish() {
		Arbitrary<byte[]> names = Arbitraries
			.of("Addr", "Adjustment", "Algo", "Buf", "CC", "DelegateCur", "DelegateMax", "DelegateMin", "DestAddr",
					"DestName", "Error", "EventLTime", "Events", "Expr", "Filters", "Flags", "From", "Height", "ID",
					"IP", "Incarnation", "Join", "Key", "Keys", "LTime", "LeftMembers", "Message", "Meta", "Nack",
					"Name", "Node", "Nodes", "Payload", "Port", "PrimaryKey", "ProtocolCur", "ProtocolMax",
					"ProtocolMin", "Prune", "QueryLTime", "RelayFactor", "Result", "SeqNo", "SourceAddr", "SourceNode",
					"SourcePort", "State", "Status", "StatusLTimes", "Tag", "Tags", "Target", "Timeout", "UserMsgLen",
					"UserStateLen", "Vec", "Vsn", "Zone")
			.map((name) -> MsgpackWriter.forPacket(0xa0 | name.length())
				.raw(name.getBytes(StandardCharsets.US_ASCII))
				.raw(new byte[] { 7 })
				.toByteArray());
		Arbitrary<byte[]> tokens = Arbitraries
			.of("80", "81", "83", "86", "90", "93", "c0", "c1", "c2", "c3", "00", "7f", "ff", "cc80", "cd1f0a",
					"ce00100000", "cfffffffffffffffff", "d0ff", "d3ffffffffffffffff", "a0", "a161", "bf", "d9ff",
					"da1000", "dbffffffff", "db00100000", "c400", "c4ff", "c6ffffffff", "dc0010", "dcffff",
					"ddffffffff", "de0010", "dfffffffff", "c7ff01", "c9ffffffff01", "d40101", "ca00000000")
			.map((hex) -> HexFormat.of().parseHex(hex));
		return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(2, names), net.jqwik.api.Tuple.of(3, tokens))
			.list()
			.ofMaxSize(40)
			.map((parts) -> {
				ByteArrayOutputStream out = new ByteArrayOutputStream();
				parts.forEach(out::writeBytes);
				return out.toByteArray();
			});
	}

	static Arbitrary<Long> u32() {
		return Arbitraries.longs().between(0, 0xffff_ffffL);
	}

	static Arbitrary<Integer> port() {
		return Arbitraries.integers().between(0, 0xffff);
	}

	static Arbitrary<String> text() {
		// Without lone surrogates, which have no form in UTF-8.
		return Arbitraries.strings()
			.withCharRange('\u0000', '\ud7ff')
			.withCharRange('\ue000', '\uffff')
			.ofMaxLength(300);
	}

	static Arbitrary<byte[]> bytes() {
		return Arbitraries.bytes().array(byte[].class).ofMaxSize(520).injectNull(0.2);
	}

}
