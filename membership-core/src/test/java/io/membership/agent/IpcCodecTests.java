package io.membership.agent;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.membership.wire.WireException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IpcCodecTests {

	@Test
	void integersAreSpelledAsGoSpellsThem() {
		assertThat(hex(new IpcWriter().signed(127))).isEqualTo("7f");
		assertThat(hex(new IpcWriter().signed(128))).isEqualTo("d10080");
		assertThat(hex(new IpcWriter().signed(40_000))).isEqualTo("d200009c40");
		assertThat(hex(new IpcWriter().signed(5_000_000_000L))).isEqualTo("d3000000012a05f200");
		assertThat(hex(new IpcWriter().signed(-1))).isEqualTo("ff");
		assertThat(hex(new IpcWriter().unsigned(128))).isEqualTo("cc80");
		assertThat(hex(new IpcWriter().unsigned(-1))).isEqualTo("cfffffffffffffffff");
	}

	@Test
	void textIsStrAndBytesAreBin() {
		assertThat(hex(new IpcWriter().text("a"))).isEqualTo("a161");
		assertThat(hex(new IpcWriter().text("a".repeat(32)))).startsWith("d920");
		assertThat(hex(new IpcWriter().bytes(new byte[] { 1 }))).isEqualTo("c40101");
		assertThat(hex(new IpcWriter().bytes(new byte[0]))).isEqualTo("c0");
	}

	@Test
	void textMayComeAsBinAndBytesAsStr() throws IOException {
		IpcFields fields = IpcFields.read(HexFormat.of().parseHex("82a14ec40161a150a162"));
		assertThat(fields.text("N")).isEqualTo("a");
		assertThat(fields.bytes("P")).containsExactly('b');
	}

	@Test
	void nilIsTheZeroValue() throws IOException {
		IpcFields fields = IpcFields.read(HexFormat.of().parseHex("81a161c0"));
		assertThat(fields.text("a")).isEmpty();
		assertThat(fields.bytes("a")).isEmpty();
		assertThat(fields.bool("a")).isFalse();
		assertThat(fields.unsigned("a")).isZero();
		assertThat(fields.texts("a")).isEmpty();
		assertThat(fields.textMap("a")).isEmpty();
		assertThat(IpcFields.read(new byte[] { (byte) 0xc0 }).text("a")).isEmpty();
	}

	@Test
	void aValueThatIsNoStructIsRefused() {
		for (String hex : List.of("01", "a161", "9101", "81c00101", "8101a161", "d40100")) {
			assertThatExceptionOfType(WireException.class)
				.isThrownBy(() -> IpcFields.read(HexFormat.of().parseHex(hex)))
				.as(hex);
		}
	}

	@Test
	void aClientThatSendsManySmallPiecesOfALargeRequestIsReadInLinearTime() throws Exception {
		byte[] request = Ipc.request("join", 1, Map.of("Existing", List.of("x".repeat(200_000))));
		IpcFramer framer = new IpcFramer();
		int values = 0;
		for (byte one : request) {
			framer.room(1)[framer.position()] = one;
			framer.added(1);
			values += (framer.next(1 << 20) != null) ? 1 : 0;
		}
		assertThat(values).isEqualTo(2);
		assertThat(framer.hasPartial()).isFalse();
	}

	@Test
	void noBytesWhatsoeverDoMoreThanCloseTheSession() {
		Random random = new Random(42);
		List<byte[]> recorded = RecordedConnection.all().map(RecordedConnection::clientBytes).toList();
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = recorded.get(random.nextInt(recorded.size())).clone();
			for (int change = random.nextInt(4); change >= 0; change--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
			try (TestSession session = new TestSession(new FakeTarget(), TestSession.config(null))) {
				session.send(Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1));
				session.channel.checkException();
			}
		}
	}

	private static String hex(IpcWriter writer) {
		return HexFormat.of().formatHex(writer.toBytes());
	}

}
