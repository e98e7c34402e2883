package io.membership.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The msgpack bodies: names of their fields in declaration order, which is the order of
 * the array form, and of the components of the records in {@link Message} and
 * {@link SerfMessage}.
 */
enum Struct {

	PING(u32("SeqNo"), text("Node"), bytes("SourceAddr"), u16("SourcePort"), text("SourceNode")),

	INDIRECT_PING(u32("SeqNo"), bytes("Target"), u16("Port"), text("Node"), bool("Nack"), bytes("SourceAddr"),
			u16("SourcePort"), text("SourceNode")),

	ACK(u32("SeqNo"), bytes("Payload")),

	NACK(u32("SeqNo")),

	ERROR(text("Error")),

	/** Suspect and dead. */
	ACCUSATION(u32("Incarnation"), text("Node"), text("From")),

	ALIVE(u32("Incarnation"), text("Node"), bytes("Addr"), u16("Port"), bytes("Meta"), bytes("Vsn")),

	COMPRESS(u8("Algo"), bytes("Buf")),

	PUSH_PULL_HEADER(integer("Nodes"), integer("UserStateLen"), bool("Join")),

	NODE_STATE(text("Name"), bytes("Addr"), u16("Port"), bytes("Meta"), u32("Incarnation"), integer("State"),
			bytes("Vsn")),

	USER_HEADER(integer("UserMsgLen")),

	SERF_LEAVE(u64("LTime"), text("Node"), bool("Prune")),

	SERF_JOIN(u64("LTime"), text("Node")),

	SERF_PUSH_PULL(u64("LTime"), value("StatusLTimes", SerfDecoder::statusLtimes),
			value("LeftMembers", SerfDecoder::texts), u64("EventLTime"), value("Events", SerfDecoder::eventSlots),
			u64("QueryLTime")),

	/** The user events of one Lamport time. */
	SERF_EVENT_SLOT(u64("LTime"), value("Events", SerfDecoder::events)),

	/** One of the user events of a Lamport time. */
	SERF_EVENT(text("Name"), bytes("Payload")),

	SERF_USER_EVENT(u64("LTime"), text("Name"), bytes("Payload"), bool("CC")),

	SERF_QUERY(u64("LTime"), u32("ID"), bytes("Addr"), u16("Port"), text("SourceNode"),
			value("Filters", SerfDecoder::filters), u32("Flags"), u8("RelayFactor"), integer("Timeout"), text("Name"),
			bytes("Payload")),

	SERF_QUERY_RESPONSE(u64("LTime"), u32("ID"), text("From"), u32("Flags"), bytes("Payload")),

	SERF_MEMBER(text("Name"), bytes("Addr"), u16("Port"), value("Tags", Tags::read), integer("Status"),
			u8("ProtocolMin"), u8("ProtocolMax"), u8("ProtocolCur"), u8("DelegateMin"), u8("DelegateMax"),
			u8("DelegateCur")),

	SERF_KEY_REQUEST(bytes("Key")),

	SERF_KEY_RESPONSE(bool("Result"), text("Message"), value("Keys", SerfDecoder::texts), text("PrimaryKey")),

	SERF_RELAY_HEADER(value("DestAddr", SerfDecoder::socketAddress), text("DestName")),

	/** An address and port as Go writes them; the port is a signed integer there. */
	SOCKET_ADDRESS(bytes("IP"), u16("Port"), text("Zone")),

	SERF_TAG_FILTER(text("Tag"), text("Expr")),

	SERF_COORDINATE(value("Vec", CoordinatePayload::readVec), decimal("Error"), decimal("Adjustment"),
			decimal("Height"));

	/** Most fields of any struct here. */
	static final int MAX_FIELDS = 11;

	@SuppressWarnings("ImmutableEnumChecker") // never written after construction
	private final Field[] fields;

	Struct(Field... fields) {
		this.fields = fields;
	}

	int size() {
		return this.fields.length;
	}

	Field field(int index) {
		return this.fields[index];
	}

	/**
	 * Finds a field by the bytes of its name; case matters, as in the reference.
	 * @return its index, or -1
	 */
	int indexOf(byte[] buf, int offset, int length) {
		for (int i = 0; i < this.fields.length; i++) {
			byte[] name = this.fields[i].name;
			if (name.length == length && Arrays.equals(name, 0, length, buf, offset, offset + length)) {
				return i;
			}
		}
		return -1;
	}

	private static Field u8(String name) {
		return new Field(name, Kind.UNSIGNED, 0xff);
	}

	private static Field u16(String name) {
		return new Field(name, Kind.UNSIGNED, 0xffff);
	}

	private static Field u32(String name) {
		return new Field(name, Kind.UNSIGNED, 0xffff_ffffL);
	}

	/** All 64 bits: values of 2^63 and more become negative. */
	private static Field u64(String name) {
		return new Field(name, Kind.UNSIGNED_64, 0);
	}

	private static Field integer(String name) {
		return new Field(name, Kind.SIGNED, Long.MAX_VALUE);
	}

	private static Field decimal(String name) {
		return new Field(name, Kind.DECIMAL, 0);
	}

	private static Field value(String name, StructReader.ValueReader<?> reader) {
		return new Field(name, Kind.VALUE, 0, reader);
	}

	private static Field bool(String name) {
		return new Field(name, Kind.BOOLEAN, 0);
	}

	private static Field text(String name) {
		return new Field(name, Kind.TEXT, 0);
	}

	private static Field bytes(String name) {
		return new Field(name, Kind.BYTES, 0);
	}

	enum Kind {

		UNSIGNED, UNSIGNED_64, SIGNED, DECIMAL, BOOLEAN, TEXT, BYTES, VALUE

	}

	static final class Field {

		final Kind kind;

		final long max;

		private final StructReader.@Nullable ValueReader<?> reader;

		private final byte[] name;

		private Field(String name, Kind kind, long max) {
			this(name, kind, max, null);
		}

		private Field(String name, Kind kind, long max, StructReader.@Nullable ValueReader<?> reader) {
			this.name = name.getBytes(StandardCharsets.US_ASCII);
			this.kind = kind;
			this.max = max;
			this.reader = reader;
		}

		/** How to read a {@link Kind#VALUE}. */
		StructReader.ValueReader<?> reader() {
			return Objects.requireNonNull(this.reader);
		}

	}

}
