package io.membership.cluster.channel;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link ReplicatedState} in sync between all members that have opened a channel
 * of the same name, like Alertmanager's channels. Small changes are gossiped in packets;
 * changes of more than half a packet are sent to each member reliably. Periodically, and
 * soon after a member has appeared, two members compare their states and send each other
 * the missing parts.
 * <p>
 * Only members that run this library take part: a member with an open channel announces
 * it by the tag {@value #TAG}, and messages of a channel go only to members with that
 * tag. A Serf agent in the same cluster sees the tag and nothing else.
 * <p>
 * Every method may be called from any thread and never blocks.
 */
public interface StateChannel extends AutoCloseable {

	/**
	 * The tag by which a member announces that it supports channels. The cluster sets and
	 * removes it, in addition to the tags of the application.
	 */
	String TAG = "_ms";

	/**
	 * Returns the name of the channel.
	 * @return the name
	 */
	String name();

	/**
	 * Sends a change to the other members. This member must already have applied it to
	 * its own copy.
	 * @param change the change, in the form that {@link ReplicatedState#merge} accepts
	 */
	void broadcast(byte[] change);

	/**
	 * Sends a change that supersedes earlier ones of the same key: those still waiting to
	 * be gossiped are dropped.
	 * @param key identifies the changed part of the state
	 * @param change the change
	 * @param spread called on the event loop when the change has been sent often enough,
	 * was superseded, or there is no member to send it to; {@code null} for no callback
	 */
	void broadcast(String key, byte[] change, @Nullable Runnable spread);

	/**
	 * Returns the largest size of a change that is gossiped: about half a packet. Larger
	 * changes are sent to each member reliably.
	 * @return the number of bytes
	 */
	int smallChangeBytes();

	/** Exchanges the state with a random member soon. */
	void exchangeSoon();

	/**
	 * Returns the counters of the channel.
	 * @return a live view of the metrics
	 */
	ChannelMetrics metrics();

	/** Closes the channel on this member. The state keeps its contents. Idempotent. */
	@Override
	void close();

}
