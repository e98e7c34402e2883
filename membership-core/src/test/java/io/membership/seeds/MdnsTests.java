package io.membership.seeds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What can be shown of multicast DNS without multicast. */
class MdnsTests {

	/** What a real Serf agent, started with {@code -discover=hx}, has answered. */
	private static final byte[] SERF = HexFormat.of()
		.parseHex("000084000000000400000000085f736572665f6878045f746370056c6f63616c00000c0001000000780008036f6e650178"
				+ "c00cc02b0021000100000078000a000a00011d4d02766d00c045000100010000007800047f000001c02b0010000100000078"
				+ "00121153657266202768782720636c7573746572");

	/** What the library that announces us has answered. */
	private static final byte[] JMDNS = HexFormat.of()
		.parseHex("123484000001000400000000085f736572665f6878045f746370056c6f63616c00000c0001c00c000c000100000e0f0011"
				+ "046a617661047769746804646f7473c00cc0310010000100000e0f00121153657266202768782720636c7573746572"
				+ "c0310021000100000e0f0012000a00011f0a096a6176612d37393436c01ac0720001000100000e0f00047f000001");

	@Test
	void aSerfAgentsAnswerSaysWhereItIs() throws IOException {
		DnsMessage answer = DnsMessage.answer(SERF, SERF.length);
		assertThat(answer.services()).containsExactly(new DnsMessage.Service("one.x._serf_hx._tcp.local", "vm", 7501));
		assertThat(answer.addresses())
			.containsExactly(new DnsMessage.Address("vm", InetAddress.getByName("127.0.0.1")));
	}

	@Test
	void ourOwnAnswerSaysTheSame() throws IOException {
		DnsMessage answer = DnsMessage.answer(JMDNS, JMDNS.length);
		assertThat(answer.services())
			.containsExactly(new DnsMessage.Service("java.with.dots._serf_hx._tcp.local", "java-7946.local", 7946));
		assertThat(answer.addresses())
			.containsExactly(new DnsMessage.Address("java-7946.local", InetAddress.getByName("127.0.0.1")));
	}

	@Test
	void theQuestionIsTheOneThatSerfAsks() {
		byte[] question = DnsMessage.question(0x1234, "_serf_hx._tcp.local");
		assertThat(HexFormat.of().formatHex(question)).isEqualTo("123400000001000000000000" + "08"
				+ HexFormat.of().formatHex("_serf_hx".getBytes(StandardCharsets.US_ASCII)) + "045f746370056c6f63616c00"
				+ "000c0001");
		assertThat(DnsMessage.answer(question, question.length).services()).isEmpty();
	}

	@Test
	void badBytesAreNoAnswerAndNoError() {
		Random random = new Random(5);
		for (int i = 0; i < 50_000; i++) {
			byte[] bytes = (random.nextBoolean() ? SERF : JMDNS).clone();
			for (int j = random.nextInt(4); j >= 0; j--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
			int length = random.nextInt(bytes.length + 1);
			assertThatCode(() -> DnsMessage.answer(bytes, length)).doesNotThrowAnyException();
		}
		byte[] loop = Arrays.copyOf(SERF, 14);
		loop[12] = (byte) 0xc0;
		loop[13] = 12;
		assertThat(DnsMessage.answer(loop, loop.length).services()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a..b", ".a", "a.", "a b", "x/y", "\u00e4",
			"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffff" })
	void aClusterNameThatDoesNotFitIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new MdnsDiscovery(name, null));
	}

	@Test
	void anInterfaceThatIsNotThereIsNoFailedStart() {
		try (MdnsDiscovery discovery = new MdnsDiscovery("x", "no-such-0")) {
			discovery.announce("me", new InetSocketAddress("127.0.0.1", 7946));
			assertThatExceptionOfType(IOException.class).isThrownBy(discovery::seeds)
				.withMessage("no network interface 'no-such-0'");
		}
	}

}
