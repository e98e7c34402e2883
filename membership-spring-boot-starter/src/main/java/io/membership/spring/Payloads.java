package io.membership.spring;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** Payloads out of bytes, text, and with a codec any object; and back. Thread-safe. */
public final class Payloads {

	private static final byte[] NOTHING = new byte[0];

	private final @Nullable PayloadCodec codec;

	/**
	 * Creates the converter.
	 * @param codec for what is neither bytes nor text, if there is one
	 */
	public Payloads(@Nullable PayloadCodec codec) {
		this.codec = codec;
	}

	/**
	 * Whether a type can be converted.
	 * @param type the type of a parameter or of a result
	 * @return whether it is bytes, text, or there is a codec
	 */
	public boolean supports(Type type) {
		return this.codec != null || isBytesOrText(type);
	}

	/**
	 * Encodes a payload.
	 * @param payload bytes, text in UTF-8, or with a codec any object; {@code null} for
	 * nothing
	 * @return the bytes
	 * @throws IllegalArgumentException if that cannot be done
	 */
	public byte[] encode(@Nullable Object payload) {
		if (payload == null) {
			return NOTHING;
		}
		if (payload instanceof byte[] bytes) {
			return bytes;
		}
		if (payload instanceof CharSequence text) {
			return text.toString().getBytes(StandardCharsets.UTF_8);
		}
		return codecFor(payload.getClass()).encode(payload);
	}

	/**
	 * Decodes a payload.
	 * @param payload untrusted bytes from the network
	 * @param type bytes, text, or with a codec any type
	 * @return the object
	 * @throws IllegalArgumentException if the bytes are no such object
	 */
	public Object decode(byte[] payload, Type type) {
		if (type == byte[].class) {
			return payload;
		}
		if (isBytesOrText(type)) {
			return new String(payload, StandardCharsets.UTF_8);
		}
		return codecFor(type).decode(payload, type);
	}

	private static boolean isBytesOrText(Type type) {
		return type == byte[].class || type == String.class || type == CharSequence.class;
	}

	private PayloadCodec codecFor(Type type) {
		if (this.codec == null) {
			throw new IllegalArgumentException("A " + type.getTypeName()
					+ " needs JSON, and there is no mapper of Jackson and no PayloadCodec. Use bytes or a String.");
		}
		return this.codec;
	}

}
