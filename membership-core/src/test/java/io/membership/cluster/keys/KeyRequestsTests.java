package io.membership.cluster.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import io.membership.Keyring;
import io.membership.runtime.ManualRuntime;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a member answers to requests about its keys, and what it keeps of them. */
class KeyRequestsTests {

	private static final byte[] OLD = key(1);

	private static final byte[] NEW = key(2);

	private static final String OLD_TEXT = "AQEBAQEBAQEBAQEBAQEBAQ==";

	private static final String NEW_TEXT = "AgICAgICAgICAgICAgICAg==";

	@TempDir
	private Path directory;

	private final Keyring keyring = Keyring.of(List.of(OLD));

	private final ManualRuntime runtime = new ManualRuntime();

	@Test
	void aKeyIsInstalledUsedAndAnotherOneRemoved() {
		assertThat(ask(KeyOperation.INSTALL, NEW).result()).isTrue();
		assertThat(this.keyring.keys()).containsExactly(OLD, NEW);
		assertThat(ask(KeyOperation.USE, NEW).result()).isTrue();
		assertThat(this.keyring.keys()).containsExactly(NEW, OLD);
		assertThat(ask(KeyOperation.REMOVE, OLD).result()).isTrue();
		assertThat(this.keyring.keys()).containsExactly(NEW);
	}

	@Test
	void theListHoldsAllKeysAndSaysWhichIsThePrimaryOne() {
		this.keyring.add(NEW);
		this.keyring.use(NEW);
		assertThat(ask(KeyOperation.LIST, new byte[0]))
			.isEqualTo(new SerfMessage.KeyResponse(true, "", List.of(NEW_TEXT, OLD_TEXT), NEW_TEXT));
	}

	@Test
	void whatCannotBeDoneIsAnsweredWithTheKeyringsText() {
		assertThat(ask(KeyOperation.USE, NEW)).isEqualTo(refused("requested key is not in the keyring"));
		assertThat(ask(KeyOperation.REMOVE, OLD)).isEqualTo(refused("removing the primary key is not allowed"));
		assertThat(ask(KeyOperation.INSTALL, new byte[5])).isEqualTo(refused("key size must be 16, 24 or 32 bytes"));
		assertThat(ask(KeyOperation.INSTALL, new byte[0])).isEqualTo(refused("key size must be 16, 24 or 32 bytes"));
	}

	@Test
	void whatIsDoneAlreadyDoesNoHarm() {
		assertThat(ask(KeyOperation.INSTALL, OLD).result()).isTrue();
		assertThat(ask(KeyOperation.USE, OLD).result()).isTrue();
		assertThat(ask(KeyOperation.REMOVE, NEW).result()).isTrue();
		assertThat(this.keyring.keys()).containsExactly(OLD);
	}

	@ParameterizedTest
	@EnumSource(names = "LIST", mode = EnumSource.Mode.EXCLUDE)
	void aMemberInPlaintextRefusesAndStaysInPlaintext(KeyOperation operation) {
		Keyring none = Keyring.empty();
		assertThat(new KeyRequests(none, null).handle(operation, request(NEW)))
			.isCompletedWithValue(refused("No keyring to modify (encryption not enabled)"));
		assertThat(none.isEmpty()).isTrue();
	}

	@Test
	void aMemberInPlaintextHasNothingToList() {
		assertThat(new KeyRequests(Keyring.empty(), null).handle(KeyOperation.LIST, request(new byte[0])))
			.isCompletedWithValue(refused("Keyring is empty (encryption not enabled)"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "07", "07ff", "07c1", "0701", "81a34b6579", "0881a34b6579c0", "0781a34b6579a5aaaa",
			"0781a34b657901" })
	void aRequestThatCannotBeDecodedIsRefusedWithoutAWord(String hex) {
		byte[] payload = HexFormat.of().parseHex(hex);
		assertThat(new KeyRequests(this.keyring, null).handle(KeyOperation.INSTALL, payload))
			.isCompletedWithValue(refused(""));
		assertThat(this.keyring.keys()).containsExactly(OLD);
	}

	@Test
	void aChangeIsAnsweredOnceItIsInThePrivateKeyringFile() throws IOException {
		Path path = this.directory.resolve("keyring");
		this.runtime.blockDisk();
		var answer = withFile(path).handle(KeyOperation.INSTALL, request(NEW));
		this.runtime.run(Duration.ofMinutes(1));
		assertThat(answer).isNotCompleted();
		this.runtime.unblockDisk();
		assertThat(answer).isCompletedWithValueMatching(SerfMessage.KeyResponse::result);
		assertThat(new KeyringFile(path).load().keys()).containsExactly(OLD, NEW);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
	}

	@Test
	void aFileThatCannotBeWrittenIsAFailureThatARepetitionMends() throws IOException {
		Path path = this.directory.resolve("missing/keyring");
		KeyRequests requests = withFile(path);
		var failed = requests.handle(KeyOperation.INSTALL, request(NEW));
		this.runtime.run(Duration.ZERO);
		SerfMessage.KeyResponse answer = failed.join();
		assertThat(answer.result()).isFalse();
		assertThat(answer.message()).startsWith("Failed to write keyring file: ")
			.doesNotContain(this.directory.toString());
		Files.createDirectory(path.getParent());
		var repeated = requests.handle(KeyOperation.INSTALL, request(NEW));
		this.runtime.run(Duration.ZERO);
		assertThat(repeated.join().result()).isTrue();
		assertThat(new KeyringFile(path).load().keys()).containsExactly(OLD, NEW);
	}

	@Test
	void whatIsRefusedIsNotWritten() {
		Path path = this.directory.resolve("keyring");
		withFile(path).handle(KeyOperation.USE, request(NEW));
		this.runtime.run(Duration.ZERO);
		assertThat(path).doesNotExist();
	}

	@Test
	void aListThatFitsIsSentWhole() {
		SerfMessage.KeyResponse response = list(10);
		assertThat(KeyRequests.encode(response, 1024, fits(1024))).isEqualTo(SerfCodec.encode(response));
	}

	@Test
	void ofAListThatIsTooLongAsManyKeysAreSentAsFitAndItSaysSo() throws IOException {
		byte[] encoded = KeyRequests.encode(list(60), 1024, fits(1024));
		SerfMessage.KeyResponse part = (SerfMessage.KeyResponse) SerfCodec.decode(Objects.requireNonNull(encoded));
		int shown = part.keys().size();
		assertThat(part.keys()).isEqualTo(list(60).keys().subList(0, shown));
		assertThat(part.message()).isEqualTo("truncated key list response, showing first " + shown + " of 60 keys");
		assertThat(part.result()).isTrue();
		assertThat(part.primaryKey()).isEqualTo(list(60).primaryKey());
		assertThat(encoded.length).isBetween(950, 1024);
	}

	@Test
	void whereNotEvenOneKeyFitsNothingIsSent() {
		assertThat(KeyRequests.encode(list(60), 64, fits(64))).isNull();
	}

	private static Predicate<byte[]> fits(int limit) {
		return (payload) -> payload.length <= limit;
	}

	private static SerfMessage.KeyResponse list(int count) {
		List<byte[]> keys = new ArrayList<>();
		for (int i = 1; i <= count; i++) {
			byte[] key = new byte[32];
			Arrays.fill(key, (byte) i);
			keys.add(key);
		}
		return new KeyRequests(Keyring.of(keys), null).handle(KeyOperation.LIST, new byte[0]).join();
	}

	private KeyRequests withFile(Path path) {
		return new KeyRequests(this.keyring, new KeyringSaver(this.keyring, path, this.runtime.blocking()));
	}

	private SerfMessage.KeyResponse ask(KeyOperation operation, byte[] key) {
		return new KeyRequests(this.keyring, null).handle(operation, request(key)).join();
	}

	private static byte[] request(byte @Nullable [] key) {
		return SerfCodec.encode(new SerfMessage.KeyRequest(key));
	}

	private static SerfMessage.KeyResponse refused(String message) {
		return new SerfMessage.KeyResponse(false, message, List.of(), "");
	}

	private static byte[] key(int fill) {
		byte[] key = new byte[16];
		Arrays.fill(key, (byte) fill);
		return key;
	}

}
