package io.membership.spring;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Converts byte arrays, strings, and with a codec any objects, to payloads and back.
 * Thread-safe.
 */
public final class Payloads {

	private static final byte[] NOTHING = new byte[0];

	private final @Nullable PayloadCodec codec;

	/**
	 * Creates the converter.
	 * @param codec converts objects other than byte arrays and strings, if available
	 */
	public Payloads(@Nullable PayloadCodec codec) {
		this.codec = codec;
	}

	/**
	 * Returns whether a type can be converted.
	 * @param type the type of a parameter or of a result
	 * @return whether it is a byte array or a string, or there is a codec
	 */
	public boolean supports(Type type) {
		return this.codec != null || isBytesOrText(type);
	}

	/**
	 * Encodes a payload.
	 * @param payload a byte array, a string, or with a codec any object; {@code null} for
	 * an empty payload
	 * @return the bytes
	 * @throws IllegalArgumentException if the object cannot be encoded
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
	 * @param type byte array, string, or with a codec any type
	 * @return the object
	 * @throws IllegalArgumentException if the bytes cannot be decoded as that type
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
					+ " needs JSON, but no Jackson mapper or PayloadCodec is available. Use a byte array or a String.");
		}
		return this.codec;
	}

}
