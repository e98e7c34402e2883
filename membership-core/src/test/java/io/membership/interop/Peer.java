package io.membership.interop;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A member of either implementation as the interop tests use it, so that every scenario
 * runs both ways round. Methods wait for the outcome; what arrives piles up in lists for
 * a test to await. States are memberlist's: {@code alive}, {@code suspect}, {@code dead},
 * {@code left}, or {@code unknown}.
 */
sealed interface Peer extends AutoCloseable permits GoPeer, JavaPeer {

	/** An answered probe, as the ping delegate was told of it. */
	record AnsweredProbe(String name, Duration roundTrip, String payload) {
	}

	/** A name claimed from two addresses, as the conflict delegate was told of it. */
	record NameConflict(String name, InetSocketAddress existing, InetSocketAddress other) {
	}

	String name();

	InetSocketAddress address();

	/**
	 * Joins a cluster.
	 * @param addresses addresses of members
	 * @return how many were reached
	 */
	int join(String... addresses);

	/**
	 * Names of the members that this one believes to be alive.
	 * @return the names in alphabetical order
	 */
	List<String> alive();

	String stateOf(String name);

	String metaOf(String name);

	InetSocketAddress addressOf(String name);

	List<Integer> versionsOf(String name);

	/**
	 * What the event delegate was told of a member, in order.
	 * @param name the member's name
	 * @return {@code join}, {@code update}, {@code left}, {@code dead}; our own also says
	 * {@code suspect} and {@code recovered}
	 */
	List<String> changesOf(String name);

	/**
	 * Returns what the event delegate was told of a member, without suspicions: a loaded
	 * machine causes some, and memberlist reports none.
	 * @param name the member's name
	 * @return the changes other than {@code suspect} and {@code recovered}
	 */
	default List<String> lastingChangesOf(String name) {
		return changesOf(name).stream()
			.filter((change) -> !change.equals("suspect") && !change.equals("recovered"))
			.toList();
	}

	void updateMeta(String meta);

	void localState(String state);

	void sendBestEffort(String to, String message);

	void sendReliable(String to, String message);

	void broadcast(String message);

	Duration ping(String to);

	int healthScore();

	void leave(Duration timeout);

	void addKey(byte[] key);

	void useKey(byte[] key);

	void removeKey(byte[] key);

	List<String> messages();

	/**
	 * User state of others that arrived.
	 * @param join whether with a join, or with a later push/pull
	 * @return the states
	 */
	List<String> remoteStates(boolean join);

	List<AnsweredProbe> answeredProbes();

	List<NameConflict> conflicts();

	/** Stops immediately, without an announcement; kills the process of a Go peer. */
	void kill();

	/** Releases all resources, also without an announcement. */
	@Override
	void close();

	/**
	 * The address as others give it to their join.
	 * @return {@code host:port}
	 */
	default String joinAddress() {
		String host = address().getAddress().getHostAddress();
		return (host.contains(":") ? "[" + host + "]" : host) + ":" + address().getPort();
	}

}
