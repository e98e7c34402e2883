package io.membership.spring.autoconfigure;

import io.membership.ConfigException;

import org.springframework.util.unit.DataSize;

/** Converts sizes of things that fit into a packet. */
final class PacketSizes {

	private PacketSizes() {
	}

	/**
	 * Converts a size to a number of bytes.
	 * @throws ConfigException if it is negative or too large for an {@code int}
	 */
	static int bytes(String setting, DataSize size) {
		if (size.toBytes() < 0 || size.toBytes() > Integer.MAX_VALUE) {
			throw new ConfigException(setting, size + " is out of range.", "Use a size such as 1400B, at most 65507B.");
		}
		return (int) size.toBytes();
	}

}
