package io.membership.gossip;

import java.nio.charset.StandardCharsets;

import io.membership.runtime.DropReason;
import io.membership.wire.Message;
import io.membership.wire.WireDrop;
import org.jspecify.annotations.Nullable;

/** Checks messages for contents that no member sends. Pure functions. */
final class MessageChecks {

	private static final char REPLACEMENT_CHARACTER = '\ufffd';

	private MessageChecks() {
	}

	/**
	 * Checks an alive message.
	 * @return what is wrong with it, or {@code null} if nothing is
	 */
	static @Nullable DropReason problemOf(Message.Alive alive) {
		// decoding alters a name that is not UTF-8, and this member would gossip it so
		if (alive.node().isEmpty() || isTooLong(alive.node()) || alive.node().indexOf(REPLACEMENT_CHARACTER) >= 0) {
			return GossipDrop.NAME_INVALID;
		}
		if (!VersionRules.isSane(alive.vsn())) {
			return WireDrop.VERSION_INVALID;
		}
		byte[] meta = alive.meta();
		if (meta != null && meta.length > MemberlistConfig.MAX_METADATA_BYTES) {
			return GossipDrop.METADATA_TOO_LARGE;
		}
		return null;
	}

	/** Whether a name is longer than that of any member. */
	static boolean isTooLong(String name) {
		// a character has three bytes at most, so most names need not be encoded
		return name.length() > MemberlistConfig.MAX_NAME_BYTES / 3
				&& name.getBytes(StandardCharsets.UTF_8).length > MemberlistConfig.MAX_NAME_BYTES;
	}

}
