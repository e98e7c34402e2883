package io.membership.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The msgpack bodies: names of their fields in declaration order, which is the order of
 * the array form, and of the components of the records in {@link Message}.
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

	USER_HEADER(integer("UserMsgLen"));

	/** Most fields of any struct here. */
	static final int MAX_FIELDS = 8;

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

	private static Field integer(String name) {
		return new Field(name, Kind.SIGNED, Long.MAX_VALUE);
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

		UNSIGNED, SIGNED, BOOLEAN, TEXT, BYTES

	}

	static final class Field {

		final Kind kind;

		final long max;

		private final byte[] name;

		private Field(String name, Kind kind, long max) {
			this.name = name.getBytes(StandardCharsets.US_ASCII);
			this.kind = kind;
			this.max = max;
		}

	}

}
