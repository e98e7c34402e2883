package io.membership.cluster.channel;

import io.membership.ConfigException;
import io.membership.Internal;

/** Announces by a tag that this member supports channels. */
@Internal
public interface ChannelTag {

	/**
	 * Checks that this member can announce the tag. Any thread.
	 * @throws IllegalStateException if it speaks a protocol without tags
	 * @throws ConfigException if there is no room for the tag
	 */
	void requireRoom();

	/**
	 * Sets whether this member should have the tag; tags that the application sets later
	 * must leave room for it. Any thread.
	 * @param wanted whether it should
	 */
	void want(boolean wanted);

	/** Announces the tag or its removal, unless already done. Event loop only. */
	void announce();

}
