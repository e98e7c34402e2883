package io.membership.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Writes structs in memberlist's msgpack dialect: strings and bytes alike as raw (never
 * str8 or bin), nil for absent bytes, non-negative integers in the shortest unsigned
 * form. The caller writes the fields in the byte order of their names.
 */
final class StructWriter {

	private static final MessagePack.PackerConfig PACKET = new MessagePack.PackerConfig().withStr8FormatSupport(false)
		.withBufferSize(256);

	private static final byte[] UINT64 = { (byte) 0xcf };

	private static final MessagePack.PackerConfig STREAM = PACKET.clone().withBufferSize(8192);

	private final MessageBufferPacker packer;

	private StructWriter(MessagePack.PackerConfig config) {
		this.packer = config.newBufferPacker();
	}

	/** A writer for a message of the size that fits a packet. */
	static StructWriter forPacket(MessageType type) {
		return forPacket(type.code());
	}

	/** The same, for what starts with another kind of byte than memberlist's type. */
	static StructWriter forPacket(int firstByte) {
		return new StructWriter(PACKET).first(firstByte);
	}

	/** A writer for a message that may be large. */
	static StructWriter forStream(MessageType type) {
		return forStream(type.code());
	}

	/** The same, for what starts with another kind of byte than memberlist's type. */
	static StructWriter forStream(int firstByte) {
		return new StructWriter(STREAM).first(firstByte);
	}

	private StructWriter first(int firstByte) {
		return raw(new byte[] { (byte) firstByte });
	}

	/** The name of a field whose value is written by the next calls. */
	StructWriter key(Key key) {
		return raw(key.bytes);
	}

	StructWriter map(int fields) {
		try {
			this.packer.packMapHeader(fields);
			return this;
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	StructWriter list(int elements) {
		try {
			this.packer.packArrayHeader(elements);
			return this;
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	StructWriter nil() {
		return bytes((byte[]) null);
	}

	StructWriter texts(List<String> texts) {
		list(texts.size());
		texts.forEach(this::text);
		return this;
	}

	StructWriter textMap(Map<String, String> map) {
		map(map.size());
		map.forEach((key, value) -> text(key).text(value));
		return this;
	}

	StructWriter u32(Key key, long value) {
		if (value >>> 32 != 0) {
			throw new IllegalArgumentException(key + " " + value + " is not an unsigned 32-bit number");
		}
		return integer(key, value);
	}

	StructWriter u16(Key key, int value) {
		if (value >>> 16 != 0) {
			throw new IllegalArgumentException(key + " " + value + " is not between 0 and 65535");
		}
		return integer(key, value);
	}

	StructWriter u8(Key key, int value) {
		if (value >>> 8 != 0) {
			throw new IllegalArgumentException(key + " " + value + " is not between 0 and 255");
		}
		return integer(key, value);
	}

	/** All 64 bits, unsigned. */
	StructWriter u64(Key key, long value) {
		return raw(key.bytes).u64(value);
	}

	StructWriter u64(long value) {
		return (value >= 0) ? integer(value) : raw(UINT64).raw(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
	}

	StructWriter integer(Key key, long value) {
		return raw(key.bytes).integer(value);
	}

	private StructWriter integer(long value) {
		try {
			this.packer.packLong(value);
			return this;
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	StructWriter decimal(Key key, double value) {
		return raw(key.bytes).decimal(value);
	}

	StructWriter decimal(double value) {
		try {
			this.packer.packDouble(value);
			return this;
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	StructWriter bool(Key key, boolean value) {
		try {
			raw(key.bytes).packer.packBoolean(value);
			return this;
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	StructWriter text(Key key, String value) {
		return raw(key.bytes).text(value);
	}

	StructWriter text(String value) {
		return bytes(value.getBytes(StandardCharsets.UTF_8));
	}

	StructWriter bytes(Key key, byte @Nullable [] value) {
		return raw(key.bytes).bytes(value);
	}

	StructWriter bytes(byte @Nullable [] value) {
		try {
			if (value == null) {
				this.packer.packNil();
				return this;
			}
			this.packer.packRawStringHeader(value.length);
			return raw(value);
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	/** Bytes as they are, without a header. */
	StructWriter raw(byte[] bytes) {
		try {
			this.packer.writePayload(bytes);
			return this;
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	byte[] toByteArray() {
		return this.packer.toByteArray();
	}

	private static UncheckedIOException inMemory(IOException ex) {
		return new UncheckedIOException("Writing to memory failed", ex);
	}

	/** Field names, encoded once. */
	@SuppressWarnings("VariableNameSameAsType") // a key request has a field named so
	enum Key {

		Addr, Adjustment, Algo, Buf, CC, DelegateCur, DelegateMax, DelegateMin, DestAddr, DestName, Error, EventLTime,
		Events, Expr, Filters, Flags, From, Height, ID, IP, Incarnation, Join, Key, Keys, LTime, LeftMembers, Message,
		Meta, Nack, Name, Node, Nodes, Payload, Port, PrimaryKey, ProtocolCur, ProtocolMax, ProtocolMin, Prune,
		QueryLTime, RelayFactor, Result, SeqNo, SourceAddr, SourceNode, SourcePort, State, Status, StatusLTimes, Tag,
		Tags, Target, Timeout, UserMsgLen, UserStateLen, Vec, Vsn, Zone;

		@SuppressWarnings("ImmutableEnumChecker") // never written after construction
		private final byte[] bytes;

		Key() {
			byte[] name = name().getBytes(StandardCharsets.US_ASCII);
			this.bytes = new byte[1 + name.length];
			this.bytes[0] = (byte) (0xa0 | name.length);
			System.arraycopy(name, 0, this.bytes, 1, name.length);
		}

	}

}
