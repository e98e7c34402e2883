package io.membership.interop;

import java.time.Duration;

/** The two implementations. */
enum Kind {

	/** HashiCorp's, in a process of its own. */
	GO,

	/** Ours, in this one. */
	JAVA;

	/**
	 * The preset for loopback, quickened so that a failure takes about two seconds.
	 * @param name name of the member
	 * @return the settings
	 */
	PeerOptions named(String name) {
		PeerOptions options = (this == GO) ? new GoPeerOptions(name) : new JavaPeerOptions(name);
		return options.gossipInterval(Duration.ofMillis(30)).probe(Duration.ofMillis(300), Duration.ofMillis(150));
	}

	/**
	 * The same for a cluster of more than a few: gossip alone may miss a member, and the
	 * push/pull that tells it then should not be 15 seconds away.
	 * @param name name of the member
	 * @return the settings
	 */
	PeerOptions namedInCluster(String name) {
		return named(name).pushPullInterval(Duration.ofSeconds(1));
	}

	Kind other() {
		return (this == GO) ? JAVA : GO;
	}

}
