package io.membership.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import io.membership.runtime.DropReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What the decoder forgives, which is what memberlist forgives, and what it does not. */
class MessageCodecTests {

	private static final String NODE = "a44e6f6465";

	private static final String SEQ_NO = "a55365714e6f";

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					names and strings as str8,             82 d9044e6f6465 d901 78    d9055365714e6f 2a
					names and strings as bin,              82 c4044e6f6465 c401 78    c4055365714e6f 2a
					strings as str16,                      82 a44e6f6465 da0001 78    a55365714e6f 2a
					strings as str32,                      82 a44e6f6465 db00000001 78  a55365714e6f 2a
					uint8,                                 82 a44e6f6465 a178  a55365714e6f cc2a
					uint16,                                82 a44e6f6465 a178  a55365714e6f cd002a
					uint32,                                82 a44e6f6465 a178  a55365714e6f ce0000002a
					uint64,                                82 a44e6f6465 a178  a55365714e6f cf000000000000002a
					int8,                                  82 a44e6f6465 a178  a55365714e6f d02a
					int16,                                 82 a44e6f6465 a178  a55365714e6f d1002a
					int32,                                 82 a44e6f6465 a178  a55365714e6f d20000002a
					int64,                                 82 a44e6f6465 a178  a55365714e6f d3000000000000002a
					the map in its long forms,             de0002 a44e6f6465 a178  a55365714e6f 2a
					the map in its longest form,           df00000002 a44e6f6465 a178  a55365714e6f 2a
					fields in another order,               82 a55365714e6f 2a  a44e6f6465 a178
					an array in the order of declaration,  92 2a a178
					a longer array,                        97 2a a178 c0 c0 c0 c0 c0
					an unknown field with an integer,      83 a3466f6f 01  a44e6f6465 a178  a55365714e6f 2a
					an unknown field with a map in it,     83 a3466f6f 81a161 9301c0c3  a44e6f6465 a178  a55365714e6f 2a
					an unknown field with an ext,          83 a3466f6f d40100  a44e6f6465 a178  a55365714e6f 2a
					an unknown field with a float,         83 a3466f6f cb3ff0000000000000  a44e6f6465 a178  a55365714e6f 2a
					a name in the wrong case is unknown,   83 a57365716e6f 07  a44e6f6465 a178  a55365714e6f 2a
					a long unknown name,                   83 b44141414141414141414141414141414141414141 01 a44e6f6465 a178  a55365714e6f 2a
					a field that is there twice,           83 a44e6f6465 a178  a55365714e6f 07  a55365714e6f 2a
					trailing bytes,                        82 a44e6f6465 a178  a55365714e6f 2a  deadbeef
					nil for zero values,                   85 a44e6f6465 a178  a55365714e6f 2a aa536f7572636541646472 c0 aa536f757263654e6f6465 c0 aa536f75726365506f7274 c0
					""")
	void aPingIsReadFrom(String what, String body) throws WireException {
		Message.Ping ping = (Message.Ping) decode("00" + body);
		assertThat(ping).as(what).usingRecursiveComparison().isEqualTo(new Message.Ping(42, "x", null, 0, ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "c0", "80", "90", "81 a44e6f6465 c0", "91 c0" })
	void whatIsMissingOrNilIsZero(String body) throws WireException {
		assertThat(decode("00" + body)).usingRecursiveComparison().isEqualTo(new Message.Ping(0, "", null, 0, ""));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			raw,                 a3 010203
			raw16,               da0003 010203
			str8,                d903 010203
			bin,                 c403 010203
			bin32,               c600000003 010203
			an array,            93 01 02 03
			an array16,          dc0003 01 cc02 d10003
			""")
	void bytesAreReadFrom(String what, String value) throws WireException {
		String ack = "02 82 a75061796c6f6164 " + value + " " + SEQ_NO + " 01";
		assertThat(((Message.Ack) decode(ack)).payload()).as(what).containsExactly(1, 2, 3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a0", "c400", "90", "da0000" })
	void emptyBytesAreNotNil(String value) throws WireException {
		assertThat(((Message.Ack) decode("02 81 a75061796c6f6164 " + value)).payload()).isNotNull().isEmpty();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			an empty body,                    00
			a number as body,                 00 2a
			a string as body,                 00 a178
			a float for an integer,           00 81 a55365714e6f cb4045000000000000
			a boolean for an integer,         00 81 a55365714e6f c3
			a string for an integer,          00 81 a55365714e6f a12a
			a negative number,                00 81 a55365714e6f ff
			2^32 in 32 bits,                  00 81 a55365714e6f cf0000000100000000
			2^64-1 in 32 bits,                00 81 a55365714e6f cfffffffffffffffff
			65536 in 16 bits,                 00 81 aa536f75726365506f7274 ce00010000
			a number for a string,            00 81 a44e6f6465 2a
			an array for a string,            00 81 a44e6f6465 9101
			a number for a boolean,           01 81 a44e61636b 01
			a number for bytes,               02 81 a75061796c6f6164 01
			a map for bytes,                  02 81 a75061796c6f6164 80
			a byte over 255,                  02 81 a75061796c6f6164 91 cd0100
			a negative byte,                  02 81 a75061796c6f6164 91 ff
			a string for a byte,              02 81 a75061796c6f6164 91 a0
			a number as the name of a field,  00 81 01 01
			the reserved byte as a value,     00 81 a44e6f6465 c1
			half a map,                       00 82 a44e6f6465 a178
			half a string,                    00 81 a44e6f6465 a37878
			half an integer,                  00 81 a55365714e6f ce0000
			half a header of a string,        00 81 a44e6f6465 da00
			2 GiB of string,                  00 81 a44e6f6465 db7fffffff 78
			4 GiB of string,                  00 81 a44e6f6465 dbffffffff 78
			4 GiB of bin,                     02 81 a75061796c6f6164 c6ffffffff 78
			4 Gi of array elements,           02 81 a75061796c6f6164 ddffffffff 01
			4 Gi of map entries,              00 dfffffffff a44e6f6465 a178
			4 GiB of ext,                     00 81 a3466f6f c9ffffffff 01 78
			""")
	void aMessageIsMalformedWith(String what, String message) {
		assertThatExceptionOfType(WireException.class).as(what)
			.isThrownBy(() -> decode(message))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(WireDrop.MALFORMED));
	}

	@Test
	void aStructMayHaveManyUnknownFieldsButNotAnyNumber() throws WireException {
		assertThat(((Message.Ping) decode("00 de0040" + "a178 c0".repeat(63) + SEQ_NO + "2a")).seqNo()).isEqualTo(42);
		assertThat(reasonOf("00 de0041" + "a178 c0".repeat(64) + SEQ_NO + "2a")).isEqualTo(WireDrop.MALFORMED);
		assertThat(reasonOf("00 dc0041" + "c0".repeat(65))).isEqualTo(WireDrop.MALFORMED);
	}

	@Test
	void anUnknownFieldMayBeNestedButNotWithoutEnd() throws WireException {
		assertThat(((Message.Ping) decode("00 82 a178 " + "91".repeat(15) + "c0" + SEQ_NO + "2a")).seqNo())
			.isEqualTo(42);
		assertThat(reasonOf("00 82 a178 " + "91".repeat(16) + "c0" + SEQ_NO + "2a")).isEqualTo(WireDrop.NESTING);
		assertThat(reasonOf("00 82 a178 " + "91".repeat(16_376) + "c0" + SEQ_NO + "2a")).isEqualTo(WireDrop.NESTING);
	}

	@ParameterizedTest
	@ValueSource(ints = { 6, 7, 9, 10, 12, 13 })
	void layersAndStreamMessagesAreNotLegalInAPacket(int type) {
		assertThat(reasonOf("%02x 80".formatted(type))).isEqualTo(WireDrop.UNKNOWN_TYPE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 14, 100, 127, 128, 244, 255 })
	void anUnknownTypeIsNamedAsSuch(int type) {
		assertThat(reasonOf("%02x 80".formatted(type))).isEqualTo(WireDrop.UNKNOWN_TYPE);
	}

	@Test
	void anEmptyMessageIsNoMessage() {
		assertThat(reasonOf("")).isEqualTo(WireDrop.EMPTY);
	}

	@Test
	void aUserMessageMayBeEmpty() throws WireException {
		assertThat(((Message.User) decode("08")).payload()).isEmpty();
		assertThat(MessageCodec.encode(new Message.User(new byte[0]))).containsExactly(8);
	}

	@Test
	void bytesThatAreNoUtf8BecomeReplacementCharacters() throws WireException {
		assertThat(((Message.Ping) decode("00 81" + NODE + "a2 61ff")).node()).isEqualTo("a\ufffd");
	}

	@Test
	void aNameOfAnyLengthComesThrough() throws WireException {
		for (int length : new int[] { 0, 1, 31, 32, 255, 256, 65_535, 65_536, 100_000 }) {
			Message.Suspect suspect = new Message.Suspect(1, "n".repeat(length), "f\u00e9\ud83d\ude00");
			assertThat(roundTrip(suspect)).isEqualTo(suspect);
		}
	}

	@Test
	void numbersOutOfRangeAreRefusedBeforeTheyAreSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> MessageCodec.encode(new Message.Nack(-1)))
			.withMessageContaining("SeqNo")
			.withMessageContaining("-1");
		assertThatIllegalArgumentException().isThrownBy(() -> MessageCodec.encode(new Message.Nack(1L << 32)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MessageCodec.encode(new Message.Alive(1, "x", null, 65_536, null, null)))
			.withMessageContaining("Port");
	}

	@Test
	void onlyMessagesThatHaveAFormAreEncodedInIt() {
		Message.PushPull pushPull = new Message.PushPull(false, List.of(), new byte[0]);
		assertThatIllegalArgumentException().isThrownBy(() -> MessageCodec.encode(pushPull));
		assertThatIllegalArgumentException().isThrownBy(() -> MessageCodec.encode(new Message.ErrorReply("x")));
		assertThatIllegalArgumentException().isThrownBy(() -> MessageCodec.encodeStream(new Message.Nack(1)));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			no nodes at all,           c2, 00,         00,          ''
			fewer nodes than declared, c2, ff,         00,          MALFORMED
			more nodes than there are, c2, 02,         00,          MALFORMED
			a negative node count,     c2, e0,         00,          MALFORMED
			a million nodes and more,  c2, ce00100001, 00,          TOO_LARGE
			2^63-1 nodes,              c2, cf7fffffffffffffff, 00,  TOO_LARGE
			2^64-1 nodes,              c2, cfffffffffffffffff, 00,  MALFORMED
			more state than there is,  c2, 00,         01,          MALFORMED
			a negative state length,   c2, 00,         d0ff,        MALFORMED
			more state than 20 MiB,    c2, 00,         ce01400001,  TOO_LARGE
			2^62 bytes of state,       c2, 00,         d34000000000000000, TOO_LARGE
			""")
	void aPushPullIsCheckedBeforeAnythingIsAllocated(String what, String join, String nodes, String state,
			String expected) throws WireException {
		String frame = "06 83 a44a6f696e " + join + " a54e6f646573 " + nodes + " ac5573657253746174654c656e " + state;
		if (expected.isEmpty()) {
			assertThat(((Message.PushPull) decodeStream(frame)).nodes()).isEmpty();
			return;
		}
		assertThatExceptionOfType(WireException.class).as(what)
			.isThrownBy(() -> decodeStream(frame))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(WireDrop.valueOf(expected)));
	}

	@ParameterizedTest
	@CsvSource({ "d0ff, MALFORMED", "ce01400001, TOO_LARGE", "cfffffffffffffffff, MALFORMED", "05, MALFORMED" })
	void theLengthOfAUserMessageIsCheckedBeforeAnythingIsAllocated(String length, WireDrop expected) {
		assertThatExceptionOfType(WireException.class)
			.isThrownBy(() -> decodeStream("08 81 aa557365724d73674c656e " + length + " 01020304"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(expected));
	}

	@Test
	void aStateThatIsNoneOfTheFourIsKept() throws WireException {
		assertThat(stateOf("07")).isEqualTo(7);
		assertThat(stateOf("ff")).isEqualTo(-1);
		assertThat(stateOf("d37fffffffffffffff")).isEqualTo(Integer.MAX_VALUE);
	}

	private static int stateOf(String state) throws WireException {
		String frame = "06 81 a54e6f646573 01 81 a55374617465 " + state;
		return ((Message.PushPull) decodeStream(frame)).nodes().get(0).state();
	}

	@Test
	void whatIsOverTheLimitsOfReceiversIsRefusedBeforeItIsSent() {
		byte[] large = new byte[20 * 1024 * 1024 + 1];
		assertThatIllegalArgumentException().isThrownBy(() -> MessageCodec.encodeStream(new Message.User(large)))
			.withMessageContaining("20971521");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MessageCodec.encodeStream(new Message.PushPull(false, List.of(), large)));
		List<Message.NodeState> nodes = Collections.nCopies(1024 * 1024 + 1,
				new Message.NodeState("x", null, 0, null, 0, 0, null));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MessageCodec.encodeStream(new Message.PushPull(false, nodes, new byte[0])));
	}

	@Test
	void aPushPullOfManyNodesComesThrough() throws WireException {
		List<Message.NodeState> nodes = new ArrayList<>();
		for (int i = 0; i < 5_000; i++) {
			nodes.add(new Message.NodeState("node-" + i, new byte[] { 10, 0, (byte) (i >> 8), (byte) i }, 7946,
					(i % 3 == 0) ? null : "meta".getBytes(StandardCharsets.UTF_8), i, i % 4,
					new byte[] { 1, 5, 2, 2, 5, 4 }));
		}
		byte[] encoded = MessageCodec.encodeStream(new Message.PushPull(true, nodes, new byte[70_000]));
		Message.PushPull decoded = (Message.PushPull) MessageCodec.decodeStream(encoded, 0, encoded.length);
		assertThat(decoded.nodes()).hasSize(5_000);
		assertThat(MessageCodec.encodeStream(decoded)).isEqualTo(encoded);
	}

	private static DropReason reasonOf(String hex) {
		try {
			throw new AssertionError(decode(hex));
		}
		catch (WireException ex) {
			return ex.reason();
		}
	}

	private static Message roundTrip(Message message) throws WireException {
		byte[] encoded = MessageCodec.encode(message);
		return MessageCodec.decode(encoded, 0, encoded.length);
	}

	private static Message decode(String hex) throws WireException {
		// In the middle of a buffer, to prove that the decoder does not read beyond the
		// message.
		byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
		byte[] buffer = new byte[message.length + 9];
		Arrays.fill(buffer, (byte) 0xc3);
		System.arraycopy(message, 0, buffer, 5, message.length);
		return MessageCodec.decode(buffer, 5, message.length);
	}

	private static Message decodeStream(String hex) throws WireException {
		byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
		return MessageCodec.decodeStream(message, 0, message.length);
	}

}
