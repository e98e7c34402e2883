package io.membership.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

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

	private static final MessagePack.PackerConfig STREAM = PACKET.clone().withBufferSize(8192);

	private final MessageBufferPacker packer;

	private StructWriter(MessagePack.PackerConfig config) {
		this.packer = config.newBufferPacker();
	}

	/** A writer for a message of the size that fits a packet. */
	static StructWriter forPacket(MessageType type) {
		return new StructWriter(PACKET).type(type);
	}

	/** A writer for a message that may be large. */
	static StructWriter forStream(MessageType type) {
		return new StructWriter(STREAM).type(type);
	}

	private StructWriter type(MessageType type) {
		return raw(new byte[] { (byte) type.code() });
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

	StructWriter integer(Key key, long value) {
		try {
			raw(key.bytes).packer.packLong(value);
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
		return bytes(key, value.getBytes(StandardCharsets.UTF_8));
	}

	StructWriter bytes(Key key, byte @Nullable [] value) {
		try {
			raw(key.bytes);
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
	enum Key {

		Addr, Algo, Buf, Error, From, Incarnation, Join, Meta, Nack, Name, Node, Nodes, Payload, Port, SeqNo,
		SourceAddr, SourceNode, SourcePort, State, Target, UserMsgLen, UserStateLen, Vsn;

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
