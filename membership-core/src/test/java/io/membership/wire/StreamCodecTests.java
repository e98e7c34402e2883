package io.membership.wire;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.membership.Keyring;
import io.membership.runtime.DropReason;
import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.FrameScanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StreamCodecTests {

	private static final Message.Ping PING = new Message.Ping(1, "node", null, 0, "");

	private static final List<CodecSettings> ALL_SETTINGS = allSettings();

	private static List<CodecSettings> allSettings() {
		List<CodecSettings> all = new ArrayList<>();
		for (String label : List.of("", "label")) {
			for (Keyring keyring : List.of(Keyring.empty(), Keyring.of(List.of(Settings.KEY)))) {
				for (boolean compression : new boolean[] { false, true }) {
					for (int version : new int[] { 1, 2 }) {
						all.add(Settings.of(label, keyring, compression, version));
					}
				}
			}
		}
		return all;
	}

	@Test
	void everyRequestAndReplyComesThroughInEverySetting() throws FrameRefusedException {
		List<Message> requests = List.of(PING, new Message.User(new byte[3_000]), pushPull(40, 500), pushPull(0, 0));
		List<Message> replies = List.of(new Message.Ack(1, null), new Message.ErrorReply("e"), pushPull(40, 500));
		for (CodecSettings settings : ALL_SETTINGS) {
			StreamCodec codec = new StreamCodec(settings);
			for (Message request : requests) {
				byte[] frame = codec.encodeRequest(request);
				assertThat(codec.requestScanner().scan(frame, frame.length)).isEqualTo(frame.length);
				assertThat(Fields.of(codec.decodeRequest(frame))).isEqualTo(Fields.of(request));
			}
			for (Message reply : replies) {
				byte[] frame = codec.encodeReply(reply);
				assertThat(codec.replyScanner().scan(frame, frame.length)).isEqualTo(frame.length);
				assertThat(Fields.of(codec.decodeReply(frame))).isEqualTo(Fields.of(reply));
			}
		}
	}

	@Test
	void theEndIsFoundWhereverTheFrameIsCut() throws FrameRefusedException {
		for (CodecSettings settings : ALL_SETTINGS) {
			StreamCodec codec = new StreamCodec(settings);
			byte[] frame = codec.encodeRequest(pushPull(5, 20));
			FrameScanner scanner = codec.requestScanner();
			for (int length = 0; length < frame.length; length++) {
				// What has not arrived yet must not be looked at.
				byte[] arrived = Arrays.copyOf(frame, frame.length + 10);
				Arrays.fill(arrived, length, arrived.length, (byte) 0xc1);
				assertThat(scanner.scan(arrived, length)).isEqualTo(FrameScanner.NEED_MORE);
			}
			assertThat(scanner.scan(frame, frame.length)).isEqualTo(frame.length);
		}
	}

	@Test
	void aFrameThatIsCutOffIsAnErrorAndNothingElse() {
		for (CodecSettings settings : ALL_SETTINGS) {
			StreamCodec codec = new StreamCodec(settings);
			byte[] frame = codec.encodeRequest(pushPull(5, 20));
			for (int length = 0; length < frame.length; length++) {
				byte[] cut = Arrays.copyOf(frame, length);
				assertThatExceptionOfType(WireException.class).isThrownBy(() -> codec.decodeRequest(cut));
			}
		}
	}

	@Test
	void aByteThatIsChangedAnywhereInAnEncryptedFrameIsAnError() {
		StreamCodec codec = new StreamCodec(Settings.encrypted());
		byte[] frame = codec.encodeRequest(PING);
		for (int at = 0; at < frame.length; at++) {
			byte[] changed = frame.clone();
			changed[at] ^= 0x10;
			assertThatExceptionOfType(WireException.class).isThrownBy(() -> codec.decodeRequest(changed));
		}
		// The length is authenticated, not just used.
		byte[] longer = Arrays.copyOf(frame, frame.length + 1);
		longer[4]++;
		assertThatExceptionOfType(WireException.class).isThrownBy(() -> codec.decodeRequest(longer));
	}

	@Test
	void plaintextToAnEncryptedMemberIsAnsweredWithThePeersText() throws FrameRefusedException {
		for (boolean compression : new boolean[] { false, true }) {
			byte[] frame = new StreamCodec(Settings.of("l", Keyring.empty(), compression, 2))
				.encodeRequest(pushPull(100, 100_000));
			StreamCodec codec = new StreamCodec(Settings.of("l", Keyring.of(List.of(Settings.KEY)), false, 2));
			int length = codec.requestScanner().scan(frame, 4);
			assertThat(length).as("refused after the type byte, before it is buffered").isEqualTo(4);
			assertThatExceptionOfType(WireException.class)
				.isThrownBy(() -> codec.decodeRequest(Arrays.copyOf(frame, length)))
				.withMessage("encryption is configured but remote state is not encrypted")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(WireDrop.NOT_ENCRYPTED));
		}
	}

	@Test
	void ciphertextToAMemberWithoutAKeyIsAnsweredWithThePeersText() throws FrameRefusedException {
		byte[] frame = new StreamCodec(Settings.encrypted()).encodeRequest(PING);
		StreamCodec codec = new StreamCodec(Settings.plain());
		assertThat(codec.requestScanner().scan(frame, 1)).isEqualTo(1);
		assertThatExceptionOfType(WireException.class).isThrownBy(() -> codec.decodeRequest(Arrays.copyOf(frame, 1)))
			.withMessage("remote state is encrypted and encryption is not configured")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(WireDrop.UNEXPECTED_ENCRYPTION));
	}

	@Test
	void withoutVerificationPlaintextIsTakenButBrokenCiphertextIsNot() throws WireException {
		StreamCodec lenient = new StreamCodec(Settings.verifying(Settings.encrypted(), false, false));
		assertThat(lenient.decodeRequest(new StreamCodec(Settings.plain()).encodeRequest(PING))).isEqualTo(PING);
		assertThat(lenient.decodeRequest(new StreamCodec(Settings.encrypted()).encodeRequest(PING))).isEqualTo(PING);
		assertThat(lenient.encodeRequest(PING)).isEqualTo(MessageCodec.encodeStream(PING));
		StreamCodec other = new StreamCodec(Settings.of("", Keyring.of(List.of(new byte[16])), false, 2));
		assertThatExceptionOfType(WireException.class)
			.isThrownBy(() -> lenient.decodeRequest(other.encodeRequest(PING)))
			.withMessage("no installed keys could decrypt the message");
	}

	@Test
	void anEmptyPlaintextIsNoMessage() {
		for (int version : new int[] { 0, 1 }) {
			byte[] frame = new byte[5 + AesGcm.recordLength(version, 0)];
			frame[0] = 10;
			frame[4] = (byte) (frame.length - 5);
			new AesGcm(Keyring.of(List.of(Settings.KEY)), Nonces.random(1)).encrypt(version, new byte[0], 0, 0,
					new byte[][] { Arrays.copyOf(frame, 5) }, frame, 5);
			assertThat(reasonOf(() -> new StreamCodec(Settings.encrypted()).decodeRequest(frame)))
				.isEqualTo(WireDrop.EMPTY);
		}
		assertThat(reasonOf(() -> new StreamCodec(Settings.plain()).decodeRequest(new byte[0])))
			.isEqualTo(WireDrop.EMPTY);
		assertThat(reasonOf(() -> new StreamCodec(Settings.plain()).decodeReply(new byte[0])))
			.isEqualTo(WireDrop.EMPTY);
		byte[] compressed = new Compression().compress(new byte[0]);
		assertThat(reasonOf(() -> new StreamCodec(Settings.plain()).decodeReply(compressed))).isEqualTo(WireDrop.EMPTY);
	}

	@Test
	void compressionInCompressionIsNothingThatASenderProduces() {
		byte[] twice = new Compression().compress(new Compression().compress(MessageCodec.encodeStream(PING)));
		assertThat(reasonOf(() -> new StreamCodec(Settings.plain()).decodeRequest(twice))).isEqualTo(WireDrop.NESTING);
		byte[] encrypted = new Compression().compress(new StreamCodec(Settings.encrypted()).encodeRequest(PING));
		assertThat(reasonOf(() -> new StreamCodec(Settings.plain()).decodeRequest(encrypted)))
			.isEqualTo(WireDrop.NESTING);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 7, 11, 12, 13, 14, 127, 255 })
	void aRequestOfATypeThatIsNoneIsRefusedAtItsFirstByte(int type) {
		StreamCodec codec = new StreamCodec(Settings.plain());
		byte[] frame = { (byte) type, (byte) 0x80 };
		assertThat(reasonOf(() -> codec.requestScanner().scan(frame, 1))).isEqualTo(WireDrop.UNKNOWN_TYPE);
		assertThat(reasonOf(() -> codec.decodeRequest(frame))).isEqualTo(WireDrop.UNKNOWN_TYPE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3, 4, 5, 7, 8, 11, 12, 14, 127, 255 })
	void aReplyOfATypeThatIsNoneIsRefusedAtItsFirstByte(int type) {
		StreamCodec codec = new StreamCodec(Settings.plain());
		byte[] frame = { (byte) type, (byte) 0x80 };
		assertThat(reasonOf(() -> codec.replyScanner().scan(frame, 1))).isEqualTo(WireDrop.UNKNOWN_TYPE);
		assertThat(reasonOf(() -> codec.decodeReply(frame))).isEqualTo(WireDrop.UNKNOWN_TYPE);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			an encrypted record over 20 MiB, true,  0a 01400001,                                       TOO_LARGE
			an encrypted record of 4 GiB,    true,  0a ffffffff,                                       TOO_LARGE
			a ping with a name of 1 MiB,     false, 00 81 a44e6f6465 db00100000,                       TOO_LARGE
			a user message over 20 MiB,      false, 08 81 aa557365724d73674c656e ce01400001,           TOO_LARGE
			a user message below zero,       false, 08 81 aa557365724d73674c656e ff,                   MALFORMED
			2^20+1 nodes,                    false, 06 81 a54e6f646573 ce00100001,                     TOO_LARGE
			a node count below zero,         false, 06 81 a54e6f646573 d3ffffffffffffffff,             MALFORMED
			user state over 20 MiB,          false, 06 81 ac5573657253746174654c656e ce01400001,       TOO_LARGE
			user state below zero,           false, 06 81 ac5573657253746174654c656e d0ff,             MALFORMED
			a node with 50 MiB of metadata,  false, 06 81 a54e6f646573 01 81 a44d657461 c603200000,    TOO_LARGE
			compressed data of 2 GiB,        false, 09 81 a3427566 c680000000,                         TOO_LARGE
			a header that is nested deep,    false, 06 81 a178 9191919191919191919191919191919191,     NESTING
			a header that is reserved,       false, 06 c1,                                             MALFORMED
			a header that is a number,       false, 06 01,                                             MALFORMED
			""")
	void aFrameIsRefusedAsSoonAsItDeclares(String what, boolean encrypted, String hex, WireDrop reason) {
		StreamCodec codec = new StreamCodec(encrypted ? Settings.encrypted() : Settings.plain());
		byte[] start = HexFormat.of().parseHex(hex.replace(" ", ""));
		assertThat(reasonOf(() -> codec.requestScanner().scan(start, start.length))).as(what).isEqualTo(reason);
	}

	@Test
	void theScannerLooksAtEveryByteOnce() throws FrameRefusedException {
		// An unknown field with two million values, a kilobyte at a time: looking at all
		// of it each time would be two billion values.
		int values = 2 * 1024 * 1024;
		byte[] frame = new byte[values + 100];
		byte[] start = HexFormat.of().parseHex("0681a54e6f6465730182a178dd00200000");
		System.arraycopy(start, 0, frame, 0, start.length);
		byte[] end = HexFormat.of().parseHex("a44e616d65a161");
		System.arraycopy(end, 0, frame, start.length + values, end.length);
		FrameScanner scanner = new StreamCodec(Settings.plain()).requestScanner();
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadCpuTime();
		int steps = 0;
		for (int length = 0; length < start.length + values; length += 64) {
			assertThat(scanner.scan(frame, length) == FrameScanner.NEED_MORE).isTrue();
			steps++;
		}
		assertThat(scanner.scan(frame, frame.length)).isEqualTo(start.length + values + end.length);
		assertThat(steps).isGreaterThan(30_000);
		// the time of this thread: no other program on the machine adds to it
		assertThat(threads.getCurrentThreadCpuTime() - before).as("nanoseconds").isLessThan(10_000_000_000L);
	}

	@Test
	void aBombOnAStreamIsRefusedAtTheCostOfItsOwnSizeNotOfItsContents() {
		int limit = CodecSettings.DEFAULT_MAX_STREAM_DECOMPRESSED_BYTES;
		byte[] bomb = new Compression().compress(new byte[limit + 1]);
		StreamCodec codec = new StreamCodec(Settings.plain());
		assertThat(Allocations
			.of(() -> assertThat(reasonOf(() -> codec.decodeRequest(bomb))).isEqualTo(WireDrop.TOO_LARGE)))
			.isLessThan(1024 * 1024);
	}

	@Test
	void aDeclaredCountOfNodesAllocatesNothing() {
		byte[] frame = HexFormat.of().parseHex("0681a54e6f646573ce00100000");
		StreamCodec codec = new StreamCodec(Settings.plain());
		assertThat(Allocations
			.of(() -> assertThat(reasonOf(() -> codec.decodeRequest(frame))).isEqualTo(WireDrop.MALFORMED)))
			.isLessThan(64 * 1024);
	}

	@Test
	void theSmallestNodesCostNoMoreThan64TimesTheirBytes() {
		int count = 500_000;
		byte[] start = HexFormat.of().parseHex("0681a54e6f646573ce0007a120");
		byte[] frame = Arrays.copyOf(start, start.length + count);
		Arrays.fill(frame, start.length, frame.length, (byte) 0xc0);
		StreamCodec codec = new StreamCodec(Settings.plain());
		assertThat(Allocations.of(() -> codec.decodeRequest(frame))).isLessThan(64L * frame.length + 64 * 1024);
	}

	@Test
	void whatWouldBeOverTheLimitOfEncryptedFramesIsNotSent() {
		StreamCodec codec = new StreamCodec(Settings.encrypted());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> codec.encodeRequest(new Message.User(new byte[20 * 1024 * 1024])));
	}

	@Test
	void aUserMessageOf20MiBComesThroughWithoutEncryption() throws FrameRefusedException {
		StreamCodec codec = new StreamCodec(Settings.plain());
		byte[] frame = codec.encodeRequest(new Message.User(new byte[20 * 1024 * 1024]));
		assertThat(codec.requestScanner().scan(frame, frame.length)).isEqualTo(frame.length);
		assertThat(((Message.User) codec.decodeRequest(frame)).payload()).hasSize(20 * 1024 * 1024);
	}

	private static Message.PushPull pushPull(int nodes, int state) {
		List<Message.NodeState> list = new ArrayList<>();
		for (int i = 0; i < nodes; i++) {
			list.add(new Message.NodeState("node-" + i, new byte[] { 10, 0, 0, (byte) i }, 7946, new byte[i], i, i % 4,
					new byte[] { 1, 5, 2, 2, 5, 4 }));
		}
		return new Message.PushPull(true, list, new byte[state]);
	}

	private static DropReason reasonOf(Allocations.Action action) {
		try {
			action.run();
		}
		catch (FrameRefusedException ex) {
			return ex.reason();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
		throw new AssertionError("was accepted");
	}

}
