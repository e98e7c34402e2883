package io.membership.spring;

import java.lang.reflect.Type;

/**
 * Turns objects into payloads of user events, queries and answers, and back. Where there
 * is a mapper of Jackson, it is JSON; a bean of this type takes its place. Text and bytes
 * do not go through it. Thread-safe.
 */
public interface PayloadCodec {

	/**
	 * Encodes an object.
	 * @param payload the object
	 * @return its bytes
	 * @throws IllegalArgumentException if that cannot be done
	 */
	byte[] encode(Object payload);

	/**
	 * Decodes an object.
	 * @param payload untrusted bytes from the network
	 * @param type what it is to be
	 * @return the object
	 * @throws IllegalArgumentException if the bytes are no such object
	 */
	Object decode(byte[] payload, Type type);

}
