package io.membership.wire;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.membership.runtime.DropReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What the decoder of Serf's messages forgives, and what it does not. */
class SerfCodecTests {

	private static final String LTIME = "a54c54696d65";

	@ParameterizedTest
	@ValueSource(strings = { "c0", "80", "90" })
	void whatAnOlderSenderLeavesOutIsZero(String body) throws WireException {
		assertThat(decode("00" + body)).isEqualTo(new SerfMessage.Leave(0, "", false));
		assertThat(decode("01" + body)).isEqualTo(new SerfMessage.Join(0, ""));
		assertThat(decode("02" + body)).isEqualTo(new SerfMessage.PushPull(0, Map.of(), List.of(), 0, List.of(), 0));
		assertThat(decode("03" + body)).isEqualTo(new SerfMessage.UserEvent(0, "", null, false));
		assertThat(decode("04" + body))
			.isEqualTo(new SerfMessage.Query(0, 0, null, 0, "", List.of(), 0, 0, 0, "", null));
		assertThat(decode("05" + body)).isEqualTo(new SerfMessage.QueryResponse(0, 0, "", 0, null));
		assertThat(decode("07" + body)).isEqualTo(new SerfMessage.KeyRequest(null));
		assertThat(decode("08" + body)).isEqualTo(new SerfMessage.KeyResponse(false, "", List.of(), ""));
		assertThat(decode("09" + body + "05")).usingRecursiveComparison()
			.isEqualTo(new SerfMessage.Relay(null, 0, "", "", new byte[] { 5 }));
	}

	@Test
	void aConflictAnswerOfNilIsNoMemberAndAnEmptyOneIsAnEmptyMember() throws WireException {
		assertThat(decode("06c0")).isEqualTo(new SerfMessage.ConflictResponse(null));
		assertThat(decode("0680")).isEqualTo(new SerfMessage.ConflictResponse(
				new SerfMessage.MemberRecord("", null, 0, Map.of(), 0, 0, 0, 0, 0, 0, 0)));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			fixint,                01,                  1
			uint64 that is small,  cf0000000000000001,  1
			int64,                 d37fffffffffffffff,  9223372036854775807
			2^63,                  cf8000000000000000,  9223372036854775808
			2^64-1,                cfffffffffffffffff,  18446744073709551615
			nil,                   c0,                  0
			""")
	void aLamportTimeHasAllOf64Bits(String what, String value, String expected) throws WireException {
		SerfMessage.Join join = (SerfMessage.Join) decode("01 81" + LTIME + value);
		assertThat(Long.toUnsignedString(join.ltime())).as(what).isEqualTo(expected);
		assertThat(SerfCodec.decode(SerfCodec.encode(join))).isEqualTo(join);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			unsigned,  cf000000012a05f200,  5000000000
			signed,    d3000000012a05f200,  5000000000
			negative,  d0ff,                -1
			""")
	void aTimeoutIsReadInBothSpellings(String what, String value, long expected) throws WireException {
		SerfMessage.Query query = (SerfMessage.Query) decode("04 81 a754696d656f7574" + value);
		assertThat(query.timeoutNanos()).as(what).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cd1f0a", "d11f0a", "d200001f0a", "d30000000000001f0a" })
	void aRelayPortIsReadInBothSpellings(String port) throws WireException {
		SerfMessage.Relay relay = (SerfMessage.Relay) decode("09 81 a84465737441646472 81 a4506f7274" + port + "0180");
		assertThat(relay.destPort()).isEqualTo(7946);
		assertThat(relay.message()).containsExactly(1, 0x80);
	}

	@Test
	void aFlagIsSeenAmongOthers() throws WireException {
		SerfMessage.Query query = (SerfMessage.Query) decode("04 81 a5466c616773 ceffffffff");
		assertThat(query.ack()).isTrue();
		assertThat(query.noBroadcast()).isTrue();
		assertThat(((SerfMessage.QueryResponse) decode("05 81 a5466c616773 02")).ack()).isFalse();
		assertThat(((SerfMessage.QueryResponse) decode("05 81 a5466c616773 03")).ack()).isTrue();
	}

	@Test
	void nilWithinListsAndMapsIsTheZeroValue() throws WireException {
		SerfMessage.PushPull pushPull = (SerfMessage.PushPull) decode(
				"02 96 01 81a161c0 92c0a162 02 93 c0 920792c080 80 03");
		assertThat(pushPull).isEqualTo(new SerfMessage.PushPull(1, Map.of("a", 0L), List.of("", "b"), 2,
				Arrays.asList(null,
						new SerfMessage.EventSlot(7,
								List.of(new SerfMessage.Event("", null), new SerfMessage.Event("", null))),
						new SerfMessage.EventSlot(0, List.of())),
				3));
		assertThat(((SerfMessage.Query) decode("04 81 a746696c74657273 92 c0 a0")).filters()).hasSize(2)
			.allSatisfy((filter) -> assertThat(filter).isEmpty());
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			nothing,                                   '',                                      EMPTY
			an unknown type,                           0a 80,                                   UNKNOWN_TYPE
			the last of all bytes,                     ff 80,                                   UNKNOWN_TYPE
			a key request without a body,              07,                                      MALFORMED
			a conflict answer without a body,          06,                                      MALFORMED
			a relay without a message,                 09 80,                                   EMPTY
			a relay without a header,                  09,                                      MALFORMED
			a relay to a port over 65535,              09 81a84465737441646472 81a4506f7274 ce00010000 01, MALFORMED
			a relay to a negative port,                09 81a84465737441646472 81a4506f7274 ff 01,         MALFORMED
			a relay to a number,                       09 81a84465737441646472 07 01,           MALFORMED
			a negative Lamport time,                   01 81 a54c54696d65 ff,                   MALFORMED
			a Lamport time with a fraction,            01 81 a54c54696d65 cb3ff0000000000000,   MALFORMED
			a timeout of 2^63,                         04 81 a754696d656f7574 cf8000000000000000, MALFORMED
			a relay factor of 256,                     04 81 ab52656c6179466163746f72 cd0100,   MALFORMED
			an id of 2^32,                             04 81 a24944 cf0000000100000000,         MALFORMED
			filters that are text,                     04 81 a746696c74657273 a161,             MALFORMED
			a filter that is a number,                 04 81 a746696c74657273 9101,             MALFORMED
			a name of a member that is a number,       02 81 ac5374617475734c54696d6573 810101, MALFORMED
			a name of a member that is nil,            02 81 ac5374617475734c54696d6573 81c001, MALFORMED
			a Lamport time that is text,               02 81 ac5374617475734c54696d6573 81a161a161, MALFORMED
			slots of events that are a map,            02 81 a64576656e7473 80,                 MALFORMED
			a slot of events that is a number,         02 81 a64576656e7473 9101,               MALFORMED
			512 slots and bytes for three,             02 81 a64576656e7473 dc0200 c0c0c0,      MALFORMED
			4 Gi of slots,                             02 81 a64576656e7473 ddffffffff c0,      MALFORMED
			2 Gi of members,                           02 81 ac5374617475734c54696d6573 df7fffffff a161, MALFORMED
			4 Gi of left members,                      02 81 ab4c6566744d656d62657273 ddffffffff a161, MALFORMED
			a slot cut off,                            02 81 a64576656e7473 91 82 a64576656e7473 91, MALFORMED
			tags that are a list,                      06 81 a454616773 90,                     MALFORMED
			a status with a fraction,                  06 81 a6537461747573 ca00000000,         MALFORMED
			seventeen levels,                          02 81 a178 91919191919191919191919191919191c0, NESTING
			""")
	void aMessageIsRefusedWith(String what, String message, WireDrop expected) {
		assertThat(reasonOf(message)).as(what).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a64576656e7473 dd00100001", "ab4c6566744d656d62657273 dd00100001" })
	void listsHaveNoMoreElementsThanAClusterHasNodes(String field) {
		assertThat(reasonOf("02 81" + field + "c0".repeat(1024 * 1024 + 1))).isEqualTo(WireDrop.TOO_LARGE);
	}

	@Test
	void mapsHaveNoMoreEntriesThanAClusterHasNodes() {
		String map = "02 81 ac5374617475734c54696d6573 df00100001" + "a000".repeat(1024 * 1024 + 1);
		assertThat(reasonOf(map)).isEqualTo(WireDrop.TOO_LARGE);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			slots that are empty,            a64576656e7473,              80
			slots with an empty event,       a64576656e7473,              92009180
			slots in the form of a map,      a64576656e7473,              81a64576656e747390
			left members without a name,     ab4c6566744d656d62657273,    a0
			left members of one letter,      ab4c6566744d656d62657273,    a161
			""")
	void nothingIsAllocatedThatTheBytesDoNotPayFor(String what, String field, String element) {
		int count = 60_000;
		byte[] bytes = HexFormat.of().parseHex("0281" + field + "dc%04x".formatted(count) + element.repeat(count));
		assertThat(Allocations.of(() -> SerfCodec.decode(bytes))).as(what).isLessThan(64L * bytes.length + 64 * 1024);
	}

	@Test
	void declaredCountsAllocateNothing() {
		for (String message : List.of("0281a64576656e7473ddffffffffc0", "0281ac5374617475734c54696d6573dfffffffffa161",
				"0481a746696c74657273dd7fffffffc0", "0881a44b657973ddffffffffa0")) {
			assertThat(Allocations.of(() -> reasonOf(message))).isLessThan(64 * 1024);
		}
	}

	@Test
	void aFilterIsReadByItsKind() throws WireException {
		assertThat(filter("00 92 a161 a162")).isEqualTo(new SerfMessage.NodeFilter(List.of("a", "b")));
		assertThat(filter("00 c0")).isEqualTo(new SerfMessage.NodeFilter(List.of()));
		assertThat(filter("01 92 a161 a162")).isEqualTo(new SerfMessage.TagFilter("a", "b"));
		assertThat(filter("01 81 a3546167 a161")).isEqualTo(new SerfMessage.TagFilter("a", ""));
		assertThat(filter("ff 01 02")).usingRecursiveComparison()
			.isEqualTo(new SerfMessage.UnknownFilter(255, new byte[] { 1, 2 }));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			no byte at all,               '',               EMPTY
			nodes and nothing more,       00,               MALFORMED
			nodes that are a map,         00 80,            MALFORMED
			more nodes than there are,    00 ddffffffff a0, MALFORMED
			a tag and nothing more,       01,               MALFORMED
			a tag that is a number,       01 81 a3546167 07, MALFORMED
			""")
	void aFilterIsRefusedWith(String what, String filter, WireDrop expected) {
		try {
			throw new AssertionError(filter(filter));
		}
		catch (WireException ex) {
			assertThat(ex.reason()).as(what).isEqualTo(expected);
		}
	}

	@Test
	void aQueryWithAFilterThatCannotBeReadIsStillAQuery() throws WireException {
		SerfMessage.Query query = (SerfMessage.Query) decode("04 81 a746696c74657273 91 a2 0007");
		assertThat(query.filters()).containsExactly(new byte[] { 0, 7 });
	}

	@Test
	void whatHasNoFormIsRefusedBeforeItIsSent() {
		SerfMessage.Query query = new SerfMessage.Query(1, 2, null, 3, "", List.of(), 0, 256, 0, "", null);
		assertThatIllegalArgumentException().isThrownBy(() -> SerfCodec.encode(query))
			.withMessage("RelayFactor 256 is not between 0 and 255");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SerfCodec.encode(new SerfMessage.QueryResponse(1, 1L << 32, "", 0, null)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SerfCodec.encode(new SerfMessage.Relay(null, 1, "", "", new byte[0])));
		for (int kind : new int[] { -1, 0, 1, 256 }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> SerfCodec.encodeFilter(new SerfMessage.UnknownFilter(kind, new byte[0])));
		}
	}

	@Test
	void aKeyIsNotShown() {
		assertThat(new SerfMessage.KeyRequest(new byte[16]).toString()).isEqualTo("KeyRequest[]");
		assertThat(new SerfMessage.KeyResponse(true, "a\nb", List.of("c2VjcmV0"), "c2VjcmV0").toString())
			.isEqualTo("KeyResponse[result=true, message=a\\nb, keys=1]");
	}

	private static DropReason reasonOf(String hex) {
		try {
			throw new AssertionError(decode(hex));
		}
		catch (WireException ex) {
			return ex.reason();
		}
	}

	private static SerfMessage.Filter filter(String hex) throws WireException {
		return SerfCodec.decodeFilter(HexFormat.of().parseHex(hex.replace(" ", "")));
	}

	private static SerfMessage decode(String hex) throws WireException {
		// In the middle of a buffer, to prove that the decoder does not read beyond the
		// message.
		byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
		byte[] buffer = new byte[message.length + 9];
		Arrays.fill(buffer, (byte) 0xc3);
		System.arraycopy(message, 0, buffer, 5, message.length);
		return SerfCodec.decode(buffer, 5, message.length);
	}

}
