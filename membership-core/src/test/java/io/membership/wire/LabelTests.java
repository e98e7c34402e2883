package io.membership.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.membership.Keyring;
import io.membership.runtime.DropReason;
import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.FrameScanner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Labels on packets and on streams, which must give the same answers. */
class LabelTests {

	private static final String LONGEST = "l".repeat(255);

	private static final Message.User USER = new Message.User(new byte[] { 1, 2, 3 });

	static Stream<Arguments> cases() {
		return Stream.of(
				// What is in front of the message, our label, whether we skip the check,
				// and what is wrong with that.
				arguments("", "", false, null), arguments(header("ours"), "ours", false, null),
				arguments(header(LONGEST), LONGEST, false, null), arguments("", "ours", false, WireDrop.LABEL_MISMATCH),
				arguments(header("ours"), "", false, WireDrop.LABEL_MISMATCH),
				arguments(header("other"), "ours", false, WireDrop.LABEL_MISMATCH),
				arguments(header("our"), "ours", false, WireDrop.LABEL_MISMATCH),
				arguments(header("ourss"), "ours", false, WireDrop.LABEL_MISMATCH),
				arguments(header("Ours"), "ours", false, WireDrop.LABEL_MISMATCH),
				arguments("\u00f4\u0000", "ours", false, WireDrop.LABEL_INVALID),
				arguments("\u00f4\u0000", "", false, WireDrop.LABEL_INVALID),
				arguments(header("ours") + header("ours"), "ours", false, WireDrop.LABEL_INVALID),
				arguments("", "ours", true, null), arguments("", "", true, null),
				arguments(header("ours"), "ours", true, WireDrop.LABEL_MISMATCH),
				arguments("\u00f4\u0000", "ours", true, WireDrop.LABEL_INVALID));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void aPacketIsAcceptedIfItsLabelIsOurs(String header, String label, boolean skip, @Nullable WireDrop reason) {
		CodecSettings settings = settings(label, skip, Keyring.empty());
		Received received = Received.of(settings, concat(header, MessageCodec.encode(USER)));
		assertThat(received.dropped).isEqualTo((reason != null) ? List.of(reason) : List.of());
		assertThat(received.messages).hasSize((reason != null) ? 0 : 1);
	}

	@ParameterizedTest
	@MethodSource("cases")
	void soIsAnEncryptedPacket(String header, String label, boolean skip, @Nullable WireDrop reason) {
		Keyring keyring = Keyring.of(List.of(Settings.KEY));
		byte[] labelled = Settings.codec(settings(label, skip, keyring))
			.encode(List.of(MessageCodec.encode(USER)), true)
			.get(0);
		int ours = label.isEmpty() ? 0 : 2 + label.length();
		byte[] record = Arrays.copyOfRange(labelled, ours, labelled.length);
		Received received = Received.of(settings(label, skip, keyring), concat(header, record));
		assertThat(received.dropped).isEqualTo((reason != null) ? List.of(reason) : List.of());
		assertThat(received.messages).hasSize((reason != null) ? 0 : 1);
	}

	@ParameterizedTest
	@MethodSource("cases")
	void aStreamIsAcceptedIfItsLabelIsOurs(String header, String label, boolean skip, @Nullable WireDrop reason)
			throws FrameRefusedException {
		StreamCodec codec = new StreamCodec(settings(label, skip, Keyring.empty()));
		byte[] frame = concat(header, MessageCodec.encodeStream(USER));
		if (reason == null) {
			assertThat(codec.requestScanner().scan(frame, frame.length)).isEqualTo(frame.length);
			assertThat(codec.decodeRequest(frame)).isInstanceOf(Message.User.class);
			return;
		}
		assertThat(reasonOf(() -> codec.requestScanner().scan(frame, frame.length))).isEqualTo(reason);
		assertThat(reasonOf(() -> codec.decodeRequest(frame))).isEqualTo(reason);
	}

	@ParameterizedTest
	@MethodSource("cases")
	void soIsAnEncryptedStream(String header, String label, boolean skip, @Nullable WireDrop reason)
			throws FrameRefusedException {
		StreamCodec codec = new StreamCodec(settings(label, skip, Keyring.of(List.of(Settings.KEY))));
		byte[] labelled = codec.encodeRequest(USER);
		int ours = label.isEmpty() ? 0 : 2 + label.length();
		byte[] frame = concat(header, Arrays.copyOfRange(labelled, ours, labelled.length));
		if (reason == null) {
			assertThat(codec.requestScanner().scan(frame, frame.length)).isEqualTo(frame.length);
			assertThat(codec.decodeRequest(frame)).isInstanceOf(Message.User.class);
			return;
		}
		assertThat(reasonOf(() -> codec.requestScanner().scan(frame, frame.length))).isEqualTo(reason);
		assertThat(reasonOf(() -> codec.decodeRequest(frame))).isEqualTo(reason);
	}

	@Test
	void aTruncatedHeaderIsAnErrorInAPacketAndUnfinishedOnAStream() throws FrameRefusedException {
		StreamCodec codec = new StreamCodec(Settings.labelled("ours"));
		byte[] header = concat(header("ours"), new byte[0]);
		for (int length = 0; length <= header.length; length++) {
			byte[] truncated = Arrays.copyOf(header, length);
			WireDrop expected = (length == 0 || length == header.length) ? WireDrop.EMPTY : WireDrop.LABEL_INVALID;
			assertThat(Received.of(Settings.labelled("ours"), truncated).dropped).containsExactly(expected);
			assertThat(Received.of(Settings.of("ours", Keyring.of(List.of(Settings.KEY)), false, 2), truncated).dropped)
				.containsExactly(expected);
			assertThat(codec.requestScanner().scan(header, length)).isEqualTo(FrameScanner.NEED_MORE);
			assertThat(reasonOf(() -> codec.decodeRequest(truncated))).isEqualTo(expected);
		}
	}

	@Test
	void theReplyHasNoHeaderButItsLabelIsAuthenticated() throws WireException {
		Keyring keyring = Keyring.of(List.of(Settings.KEY));
		StreamCodec ours = new StreamCodec(settings("ours", false, keyring));
		byte[] reply = ours.encodeReply(new Message.ErrorReply("x"));
		assertThat(reply[0]).isEqualTo((byte) MessageType.ENCRYPT.code());
		assertThat(ours.decodeReply(reply)).isEqualTo(new Message.ErrorReply("x"));
		StreamCodec others = new StreamCodec(settings("other", false, keyring));
		assertThat(reasonOf(() -> others.decodeReply(reply))).isEqualTo(WireDrop.DECRYPTION_FAILED);
	}

	@Test
	void aPacketOfAnotherLabelCannotBePassedOffAsOurs() {
		Keyring keyring = Keyring.of(List.of(Settings.KEY));
		byte[] packet = Settings.codec(settings("other", false, keyring))
			.encode(List.of(MessageCodec.encode(USER)), false)
			.get(0);
		byte[] relabelled = concat(header("ours"), Arrays.copyOfRange(packet, 7, packet.length));
		assertThat(Received.of(settings("ours", false, keyring), relabelled).dropped)
			.containsExactly(WireDrop.DECRYPTION_FAILED);
	}

	@Test
	void aLabelHasAtMost255BytesOfUtf8() {
		assertThat(Settings.labelled("\u00e9".repeat(127)).label()).hasSize(127);
		assertThatIllegalArgumentException().isThrownBy(() -> Settings.labelled(LONGEST + "l"))
			.withMessageContaining("256");
		assertThatIllegalArgumentException().isThrownBy(() -> Settings.labelled("\u00e9".repeat(128)));
	}

	@Test
	void theOverheadIsTwoBytesAndTheLabel() {
		assertThat(new PacketCodec(Settings.plain()).overhead()).isZero();
		assertThat(new PacketCodec(Settings.labelled("ours")).overhead()).isEqualTo(6);
		Keyring keyring = Keyring.of(List.of(Settings.KEY));
		assertThat(new PacketCodec(Settings.of("ours", keyring, false, 2)).overhead()).isEqualTo(6 + 29);
		assertThat(new PacketCodec(Settings.of("", keyring, false, 1)).overhead()).isEqualTo(45);
		CodecSettings notOutgoing = Settings.verifying(Settings.of("", keyring, false, 2), true, false);
		assertThat(new PacketCodec(notOutgoing).overhead()).isZero();
		Keyring later = Keyring.empty();
		PacketCodec codec = new PacketCodec(Settings.of("", later, false, 2));
		later.add(Settings.KEY);
		assertThat(codec.overhead()).isEqualTo(29);
	}

	private static CodecSettings settings(String label, boolean skip, Keyring keyring) {
		CodecSettings settings = Settings.of(label, keyring, false, 2);
		return skip ? Settings.skippingLabelCheck(settings) : settings;
	}

	private static String header(String label) {
		return "\u00f4" + (char) label.length() + label;
	}

	private static byte[] concat(String header, byte[] message) {
		byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
		byte[] both = Arrays.copyOf(bytes, bytes.length + message.length);
		System.arraycopy(message, 0, both, bytes.length, message.length);
		return both;
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
