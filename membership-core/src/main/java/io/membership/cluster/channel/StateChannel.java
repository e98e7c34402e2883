package io.membership.cluster.channel;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link ReplicatedState} the same on all members that have opened a channel of
 * the same name, as Alertmanager's channels do: small changes are gossiped in packets,
 * changes of more than half a packet are sent to each member reliably, and from time to
 * time, and soon after a member has appeared, two members compare what they hold and send
 * each other what is missing.
 * <p>
 * Only members that run this library get any of it: a member with an open channel says so
 * by its tag {@value #TAG}, and what a channel sends goes to members with that tag only.
 * A Serf agent in the same cluster sees the tag and nothing else.
 * <p>
 * Every method may be called from any thread and never blocks.
 */
public interface StateChannel extends AutoCloseable {

	/**
	 * The tag by which a member announces that it understands channels. It is set and
	 * removed by the cluster, and is added to whatever tags the application sets.
	 */
	String TAG = "_ms";

	/**
	 * Name of the channel.
	 * @return the name
	 */
	String name();

	/**
	 * Tells the others of a change, which this member has made in its own copy already.
	 * @param change the change, in the form that {@link ReplicatedState#merge}
	 * understands
	 */
	void broadcast(byte[] change);

	/**
	 * Tells the others of a change that makes earlier ones of the same key superfluous:
	 * those of them that still wait to be gossiped are dropped.
	 * @param key what has changed
	 * @param change the change
	 * @param spread called on the event loop when the change has been sent as often as
	 * needed, was replaced, or there is nobody to send it to; {@code null} if nobody
	 * wants to know
	 */
	void broadcast(String key, byte[] change, @Nullable Runnable spread);

	/**
	 * How large a change may be to be gossiped: about half a packet. Larger ones are sent
	 * to each member reliably.
	 * @return the number of bytes
	 */
	int smallChangeBytes();

	/** Exchanges the state with a random member soon. */
	void exchangeSoon();

	/**
	 * Counters.
	 * @return the metrics, alive
	 */
	ChannelMetrics metrics();

	/** Stops taking part. What the state holds stays as it is. Idempotent. */
	@Override
	void close();

}
