package io.membership.cluster.channel;

import io.membership.wire.ByteReader;
import io.membership.wire.ByteWriter;
import io.membership.wire.WireDrop;
import io.membership.wire.WireException;

/**
 * A message between members on a channel: the payload of a user message of memberlist
 * whose first byte is not a message type of Serf. Only members that support channels
 * receive one. <pre>
 * c5 | version 01 | kind | channel: text | body
 * </pre>
 */
sealed interface ChannelMessage {

	/** First byte; Serf counts its types from zero. */
	int MAGIC = 0xc5;

	/** The second byte; there is only one version so far. */
	int VERSION = 1;

	/** Longest name of a channel, and of a member, in bytes. */
	int MAX_NAME = 4096;

	/** Length of a hash in bytes. */
	int HASH_BYTES = 16;

	/**
	 * Returns the name of the channel.
	 * @return the name
	 */
	String channel();

	/**
	 * A change of the state.
	 *
	 * @param channel name of the channel
	 * @param change the change
	 */
	record Change(String channel, byte[] change) implements ChannelMessage {
	}

	/**
	 * Begins an exchange. The receiver answers with a {@link Digest} unless the hash
	 * equals that of its own digest.
	 *
	 * @param channel name of the channel
	 * @param sender name of the member that begins
	 * @param exchange number of the exchange
	 * @param hash hash of the sender's digest
	 */
	record Summary(String channel, String sender, long exchange, byte[] hash) implements ChannelMessage {
	}

	/**
	 * Reports that the states differ. The receiver answers with a {@link Difference}.
	 *
	 * @param channel name of the channel
	 * @param sender name of the sender
	 * @param exchange number of the exchange
	 * @param digest digest of the sender's state
	 */
	record Digest(String channel, String sender, long exchange, byte[] digest) implements ChannelMessage {
	}

	/**
	 * The part of the sender's state that the receiver lacks.
	 *
	 * @param channel name of the channel
	 * @param sender name of the sender
	 * @param exchange number of the exchange
	 * @param last whether this message ends the exchange; if not, the receiver sends back
	 * the part that the sender lacks
	 * @param digest digest of the sender's state; empty in the last message
	 * @param difference the part to merge; empty for nothing
	 */
	record Difference(String channel, String sender, long exchange, boolean last, byte[] digest,
			byte[] difference) implements ChannelMessage {
	}

	/** Returns whether a user message belongs to a channel, rather than to Serf. */
	static boolean isOne(byte[] message) {
		return message.length > 0 && (message[0] & 0xff) == MAGIC;
	}

	static byte[] encode(ChannelMessage message) {
		ByteWriter out = new ByteWriter().u8(MAGIC).u8(VERSION);
		if (message instanceof Change change) {
			out.u8(0).text(change.channel()).raw(change.change());
		}
		else if (message instanceof Summary summary) {
			out.u8(1).text(summary.channel()).text(summary.sender()).number(summary.exchange()).raw(summary.hash());
		}
		else if (message instanceof Digest digest) {
			out.u8(2).text(digest.channel()).text(digest.sender()).number(digest.exchange()).raw(digest.digest());
		}
		else if (message instanceof Difference difference) {
			out.u8(3)
				.text(difference.channel())
				.text(difference.sender())
				.number(difference.exchange())
				.u8(difference.last() ? 1 : 0)
				.bytes(difference.digest())
				.raw(difference.difference());
		}
		return out.toByteArray();
	}

	static ChannelMessage decode(byte[] message) throws WireException {
		ByteReader in = new ByteReader(message, 1);
		int version = in.u8();
		if (version != VERSION) {
			throw new WireException(WireDrop.VERSION_INVALID, "channel message of version " + version);
		}
		int kind = in.u8();
		String channel = in.text(MAX_NAME);
		return switch (kind) {
			case 0 -> new Change(channel, in.rest());
			case 1 -> new Summary(channel, in.text(MAX_NAME), in.number(), in.rest());
			case 2 -> new Digest(channel, in.text(MAX_NAME), in.number(), in.rest());
			case 3 -> new Difference(channel, in.text(MAX_NAME), in.number(), in.u8() == 1,
					in.bytes(Integer.MAX_VALUE - 8), in.rest());
			default -> throw new WireException(WireDrop.UNKNOWN_TYPE, "channel message of kind " + kind);
		};
	}

}
