package io.membership.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.membership.Keyring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyringTests {

	private static final byte[] ONE = key(1, 16);

	private static final byte[] TWO = key(2, 24);

	private static final byte[] THREE = key(3, 32);

	@Test
	void anEmptyRingHasNoPrimaryKey() {
		Keyring keyring = Keyring.empty();
		assertThat(keyring.isEmpty()).isTrue();
		assertThat(keyring.keys()).isEmpty();
		assertThat(keyring.primary()).isNull();
		assertThat(keyring.encryptions()).isZero();
		keyring.remove(ONE);
	}

	@Test
	void theFirstKeyThatIsAddedIsThePrimaryOne() {
		Keyring keyring = Keyring.empty();
		keyring.add(ONE);
		keyring.add(TWO);
		assertThat(keyring.primary()).isEqualTo(ONE);
		assertThat(keyring.keys()).containsExactly(ONE, TWO);
	}

	@Test
	void addingAKeyAgainChangesNothing() {
		Keyring keyring = Keyring.of(List.of(ONE, TWO, ONE));
		keyring.add(TWO);
		assertThat(keyring.keys()).containsExactly(ONE, TWO);
	}

	@Test
	void usingAKeyMovesItToTheFront() {
		Keyring keyring = Keyring.of(List.of(ONE, TWO, THREE));
		keyring.use(THREE);
		assertThat(keyring.keys()).containsExactly(THREE, ONE, TWO);
		keyring.use(THREE);
		assertThat(keyring.primary()).isEqualTo(THREE);
	}

	@Test
	void onlyAKeyOfTheRingCanBeUsed() {
		assertThatIllegalArgumentException().isThrownBy(() -> Keyring.of(List.of(ONE)).use(TWO))
			.withMessage("requested key is not in the keyring");
	}

	@Test
	void thePrimaryKeyCannotBeRemovedButOthersCan() {
		Keyring keyring = Keyring.of(List.of(ONE, TWO));
		assertThatIllegalArgumentException().isThrownBy(() -> keyring.remove(ONE))
			.withMessage("removing the primary key is not allowed");
		keyring.remove(TWO);
		keyring.remove(THREE);
		assertThat(keyring.keys()).containsExactly(ONE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 15, 17, 23, 25, 31, 33, 64 })
	void aKeyOfAnotherSizeIsRefused(int size) {
		assertThatIllegalArgumentException().isThrownBy(() -> Keyring.of(List.of(new byte[size])))
			.withMessage("key size must be 16, 24 or 32 bytes");
		String base64 = Base64.getEncoder().encodeToString(new byte[size]);
		assertThatIllegalArgumentException().isThrownBy(() -> Keyring.ofBase64(List.of(base64)))
			.withMessageContaining("key size must be 16, 24 or 32 bytes");
	}

	@Test
	void keysAreReadFromBase64() {
		Keyring keyring = Keyring.ofBase64(List.of("AQEBAQEBAQEBAQEBAQEBAQ==", " AgICAgICAgICAgICAgICAgICAgICAgIC\n"));
		assertThat(keyring.keys()).containsExactly(ONE, TWO);
	}

	@Test
	void aKeyThatIsNoBase64IsNamedByItsPositionOnly() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Keyring.ofBase64(List.of("AQEBAQEBAQEBAQEBAQEBAQ==", "hunter2!secret")))
			.withMessageContaining("key 2")
			.withMessageNotContaining("hunter2")
			.withNoCause();
	}

	@Test
	void keysNeverShow() {
		byte[] key = "Swordfish-1234!?".getBytes(StandardCharsets.US_ASCII);
		Keyring keyring = Keyring.of(List.of(key));
		CodecSettings settings = Settings.of("x", keyring, false, 2);
		for (String text : List.of(keyring.toString(), settings.toString(), keyring.snapshot().get(0).toString())) {
			assertThat(text).doesNotContain("Swordfish", HexFormat.of().formatHex(key),
					Base64.getEncoder().encodeToString(key), Arrays.toString(key));
		}
		assertThat(keyring.toString()).contains(Keyring.fingerprint(key));
	}

	@Test
	void aFingerprintIsTheStartOfTheSha256() {
		assertThat(Keyring.fingerprint("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo("ba7816bf");
	}

	@Test
	void changingAnArrayThatWasGivenOrTakenDoesNotChangeTheRing() {
		byte[] given = ONE.clone();
		Keyring keyring = Keyring.of(List.of(given));
		given[0] = 99;
		keyring.keys().get(0)[0] = 99;
		keyring.primary()[0] = 99;
		assertThat(keyring.primary()).isEqualTo(ONE);
	}

	@Test
	void encryptionsAreCountedForEachKeyOverRotations() {
		Keyring keyring = Keyring.of(List.of(ONE, TWO));
		PacketCodec codec = new PacketCodec(Settings.of("", keyring, false, 2));
		List<byte[]> ping = List.of(MessageCodec.encode(new Message.Nack(1)));
		codec.encode(ping, false);
		codec.encode(ping, false);
		assertThat(keyring.encryptions()).isEqualTo(2);
		keyring.use(TWO);
		assertThat(keyring.encryptions()).isZero();
		codec.encode(ping, false);
		keyring.use(ONE);
		assertThat(keyring.encryptions()).isEqualTo(2);
		new StreamCodec(Settings.of("", keyring, false, 2)).encodeRequest(new Message.User(new byte[1]));
		assertThat(keyring.encryptions()).isEqualTo(3);
	}

	@Test
	void whatWasEncryptedWithAnyKeyOfTheRingIsDecryptedAfterARotation() {
		Keyring sender = Keyring.of(List.of(ONE, TWO, THREE));
		Keyring receiver = Keyring.of(List.of(THREE, ONE, TWO));
		PacketCodec encoder = new PacketCodec(Settings.of("", sender, false, 2));
		PacketCodec decoder = new PacketCodec(Settings.of("", receiver, false, 2));
		for (byte[] key : List.of(ONE, TWO, THREE, ONE)) {
			sender.use(key);
			byte[] packet = encoder.encode(List.of(MessageCodec.encode(new Message.Nack(7))), false).get(0);
			assertThat(Received.of(decoder, packet).messages).containsExactly(new Message.Nack(7));
		}
		receiver.remove(ONE);
		byte[] packet = encoder.encode(List.of(MessageCodec.encode(new Message.Nack(7))), false).get(0);
		assertThat(Received.of(decoder, packet).messages).isEmpty();
	}

	@Test
	void keysCanBeChangedWhileOthersEncryptAndDecrypt() throws Exception {
		Keyring keyring = Keyring.of(List.of(ONE));
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Callable<Void>> work = new ArrayList<>();
			work.add(() -> rotate(keyring, TWO));
			work.add(() -> rotate(keyring, THREE));
			work.add(() -> exchangePackets(keyring));
			work.add(() -> exchangeFrames(keyring));
			for (Future<Void> done : threads.invokeAll(work)) {
				done.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(keyring.keys()).contains(ONE);
	}

	private static Void rotate(Keyring keyring, byte[] key) {
		for (int i = 0; i < 2_000; i++) {
			keyring.add(key);
			keyring.use(key);
			keyring.use(ONE);
			try {
				keyring.remove(key);
			}
			catch (IllegalArgumentException ex) {
				// The other thread has just made it the primary key, which must show.
				assertThat(ex).hasMessage("removing the primary key is not allowed");
			}
			assertThat(keyring.keys()).doesNotHaveDuplicates().isNotEmpty();
			assertThat(keyring.primary()).isNotNull();
		}
		return null;
	}

	private static Void exchangePackets(Keyring keyring) {
		PacketCodec encoder = new PacketCodec(Settings.of("", keyring, false, 2));
		PacketCodec decoder = new PacketCodec(Settings.of("", Keyring.of(List.of(ONE, TWO, THREE)), false, 2));
		for (int i = 0; i < 5_000; i++) {
			byte[] packet = encoder.encode(List.of(MessageCodec.encode(new Message.Nack(i))), true).get(0);
			assertThat(Received.of(decoder, packet).messages).containsExactly(new Message.Nack(i));
		}
		return null;
	}

	private static Void exchangeFrames(Keyring keyring) throws WireException {
		StreamCodec encoder = new StreamCodec(Settings.of("", Keyring.of(List.of(ONE)), false, 2));
		StreamCodec decoder = new StreamCodec(Settings.of("", keyring, false, 2));
		for (int i = 0; i < 2_000; i++) {
			assertThat(decoder.decodeReply(encoder.encodeReply(new Message.ErrorReply("x"))))
				.isEqualTo(new Message.ErrorReply("x"));
		}
		return null;
	}

	private static byte[] key(int fill, int size) {
		byte[] key = new byte[size];
		Arrays.fill(key, (byte) fill);
		return key;
	}

}
