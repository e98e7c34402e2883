package io.membership.spring;

import java.lang.reflect.Type;

/**
 * Converts objects to payloads of user events, queries and answers, and back. The default
 * uses JSON if a Jackson mapper is available; define a bean of this type to replace it.
 * Not used for strings and byte arrays. Thread-safe.
 */
public interface PayloadCodec {

	/**
	 * Encodes an object.
	 * @param payload the object
	 * @return its bytes
	 * @throws IllegalArgumentException if the object cannot be encoded
	 */
	byte[] encode(Object payload);

	/**
	 * Decodes an object.
	 * @param payload untrusted bytes from the network
	 * @param type type of the object
	 * @return the object
	 * @throws IllegalArgumentException if the bytes cannot be decoded as that type
	 */
	Object decode(byte[] payload, Type type);

}
