package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;

import io.membership.Addresses;
import io.membership.SafeText;
import io.membership.runtime.RateLimit;
import io.membership.wire.Message;
import io.membership.wire.WireBytes;
import org.jspecify.annotations.Nullable;

/** The mutable state of one node. Confined to the event loop. */
final class NodeRecord {

	private static final Duration UDP_WARN_INTERVAL = Duration.ofMinutes(1);

	final String name;

	InetSocketAddress address;

	byte @Nullable [] meta;

	byte @Nullable [] vsn;

	ProtocolVersions versions = ProtocolVersions.UNKNOWN;

	long incarnation;

	MemberStatus status = MemberStatus.FAILED;

	long statusChangedNanos;

	Instant since;

	@Nullable Suspicion suspicion;

	/** How many probes in a row had no answer and did not count. */
	int voidProbes;

	/**
	 * Latest claim of this name by another address, to be honoured once that is allowed.
	 */
	Message.@Nullable Alive claim;

	long claimNanos;

	/** Whether the known address is being pinged before the name moves. */
	boolean claimInCheck;

	long toldNanos;

	boolean told;

	/** Warnings that UDP to this node does not work. */
	final RateLimit udpWarnings = new RateLimit(UDP_WARN_INTERVAL);

	long conflictNanos;

	boolean conflictReported;

	/** Position in the probe order of the table. */
	int index;

	NodeRecord(String name, InetSocketAddress address, long now, Instant since) {
		this.name = name;
		this.address = address;
		this.statusChangedNanos = now;
		this.since = since;
	}

	void changeStatus(MemberStatus newStatus, long now, Instant wallClock) {
		if (this.status != newStatus) {
			this.status = newStatus;
			this.statusChangedNanos = now;
			this.since = wallClock;
		}
	}

	/** Returns name and address, safe to log. */
	String describe() {
		return SafeText.of(this.name) + " (" + Addresses.format(this.address) + ")";
	}

	/** Creates the immutable view of this node. */
	Member toMember() {
		return new Member(this.name, this.address, this.status, WireBytes.orEmpty(this.meta), this.incarnation,
				this.versions, this.since);
	}

}
