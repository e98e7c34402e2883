package io.membership.spring.metrics;

import java.util.List;

import io.membership.catalog.CatalogMetrics.SyncKind;
import io.membership.catalog.CatalogMetrics.SyncOutcome;
import io.membership.catalog.HealthStatus;
import io.membership.gossip.MemberlistMetrics;
import io.membership.wire.MessageType;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * All meters of a cluster member: the binders register exactly these, the table in the
 * documentation is generated from them, and tests check the dashboard against them.
 * <p>
 * Each combination of tag values exists from the start, so that a rate or an alert has
 * data before the first event.
 */
public enum ClusterMeter {

	/** Members by their status as this member sees it. */
	MEMBERS("membership.members", Meter.Type.GAUGE, "members",
			"Known members, including this one, by their status as this member sees it. Failed and left members count "
					+ "until this member forgets them.",
			MeterTag.of("status", "alive", "suspect", "leaving", "left", "failed")),

	/** Lifeguard's local health score. */
	HEALTH_SCORE("membership.health.score", Meter.Type.GAUGE, null,
			"Local health score of Lifeguard: 0 is healthy, a higher value means that this member itself may be slow."),

	/** Whether encryption is on. */
	ENCRYPTED("membership.encrypted", Meter.Type.GAUGE, null, "1 if gossip is encrypted, 0 if it is not."),

	/** Consumed share of the primary key's safe use. */
	ENCRYPTION_KEY_USAGE("membership.encryption.key.usage", Meter.Type.GAUGE, "ratio",
			"Estimated share of the primary key's safe use that the whole cluster has consumed: encryptions of this "
					+ "member since it started, times members, divided by 2^32. Rotate the key well before 1."),

	/** Broadcasts waiting to be gossiped. */
	BROADCAST_QUEUE_DEPTH("membership.broadcast.queue.depth", Meter.Type.GAUGE, null,
			"Broadcasts that wait to be gossiped.", MeterTag.of("kind", "membership", "user")),

	/** Size of the broadcasts waiting to be gossiped. */
	BROADCAST_QUEUE_BYTES("membership.broadcast.queue.bytes", Meter.Type.GAUGE, "bytes",
			"Size of the broadcasts that wait to be gossiped."),

	/** Broadcasts transmitted. */
	BROADCAST_TRANSMITS("membership.broadcast.transmits", Meter.Type.COUNTER, null,
			"Broadcasts transmitted, each copy counted."),

	/** User broadcasts dropped. */
	BROADCAST_DROPPED("membership.broadcast.dropped", Meter.Type.COUNTER, null,
			"User broadcasts dropped because the queue was full."),

	/** Probes by outcome. */
	PROBES("membership.probes", Meter.Type.COUNTER, "probes",
			"Probes by outcome: direct ack, ack late or through a helper, answered by TCP only (UDP does not work between "
					+ "the two), failed, or void because this member was itself stalled.",
			MeterTag.of("outcome", "direct", "indirect", "tcp", "failed", "void")),

	/** Round trip of direct probes. */
	PROBE_ROUND_TRIP("membership.probe.round.trip", Meter.Type.TIMER, "seconds",
			"Round-trip time of direct probes that were answered."),

	/** Suspicions by outcome. */
	SUSPICIONS("membership.suspicions", Meter.Type.COUNTER, "suspicions",
			"Suspicions by outcome: started, refuted by the suspected member, expired (this member declared it failed), "
					+ "or overtaken by the verdict of another member.",
			MeterTag.of("outcome", "started", "refuted", "expired", "overtaken")),

	/** Accusations against this member that it refuted. */
	REFUTATIONS("membership.refutations", Meter.Type.COUNTER, "refutations",
			"Accusations against this member that it refuted."),

	/** Accusations held back. */
	ACCUSATIONS_SUPPRESSED("membership.accusations.suppressed", Meter.Type.COUNTER, null,
			"Accusations that this member held back because it was itself stalled."),

	/** UDP packets. */
	PACKETS("membership.packets", Meter.Type.COUNTER, "packets", "UDP packets received and sent.",
			MeterTag.of("direction", "in", "out")),

	/** Bytes in UDP packets. */
	PACKET_BYTES("membership.packet.bytes", Meter.Type.COUNTER, "bytes",
			"Size of the UDP packets received and sent, without IP and UDP headers.",
			MeterTag.of("direction", "in", "out")),

	/** TCP frames. */
	STREAMS("membership.streams", Meter.Type.COUNTER, "streams", "TCP frames received and sent.",
			MeterTag.of("direction", "in", "out")),

	/** Bytes in TCP frames. */
	STREAM_BYTES("membership.stream.bytes", Meter.Type.COUNTER, "bytes", "Size of the TCP frames received and sent.",
			MeterTag.of("direction", "in", "out")),

	/** Messages received by type. */
	MESSAGES("membership.messages", Meter.Type.COUNTER, "messages",
			"Messages received in packets and on streams, by type.", MeterTag.of("type", MessageType.class)),

	/** Inbound traffic dropped by reason. */
	DROPS("membership.drops", Meter.Type.COUNTER, "drops",
			"Inbound packets, messages and streams that were dropped, by reason.",
			MeterTag.of("reason", MemberlistMetrics.dropReasons())),

	/** Push/pull exchanges. */
	PUSH_PULL("membership.push.pull", Meter.Type.TIMER, "seconds", "Full state exchanges that this member started.",
			MeterTag.of("outcome", "success", "failure")),

	/** Age of the latest push/pull exchange. */
	PUSH_PULL_AGE("membership.push.pull.age", Meter.Type.GAUGE, "seconds",
			"Time since a full state exchange last succeeded in either direction, or since the start if none has."),

	/** Attempts to reach seeds and lost members. */
	REJOIN_ATTEMPTS("membership.rejoin.attempts", Meter.Type.COUNTER, "attempts",
			"Attempts to reach seeds and lost members in the background."),

	/** Claims of a known name by another address. */
	NAME_CONFLICTS("membership.name.conflicts", Meter.Type.COUNTER, "conflicts",
			"Claims of a known member's name by another address."),

	/** Events waiting for the application. */
	EVENT_QUEUE_DEPTH("membership.event.queue.depth", Meter.Type.GAUGE, null,
			"Events that wait for the application's listeners; an event that waits for two listeners counts twice."),

	/** Events delivered to the application. */
	EVENTS_DELIVERED("membership.events.delivered", Meter.Type.COUNTER, null,
			"Events that the application's listeners were called with."),

	/** Events merged because the application is slow. */
	EVENTS_COALESCED("membership.events.coalesced", Meter.Type.COUNTER, null,
			"Events of one member that were merged because the application is slow."),

	/** Exceptions thrown by the application. */
	LISTENER_ERRORS("membership.listener.errors", Meter.Type.COUNTER, "errors",
			"Exceptions thrown by the application's listeners, handler methods and delegates."),

	/** Stalls of the event loop. */
	STALLS("membership.stalls", Meter.Type.COUNTER, "stalls", "Stalls of this member's event loop."),

	/** Longest stall of the event loop. */
	STALL_MAX("membership.stall.max", Meter.Type.GAUGE, "seconds",
			"Longest stall of this member's event loop since it started."),

	/** Age of the event loop's latest sign of life. */
	HEARTBEAT_AGE("membership.heartbeat.age", Meter.Type.GAUGE, "seconds",
			"Time since this member's event loop last gave a sign of life."),

	/** User events received. */
	USER_EVENTS("membership.user.events", Meter.Type.COUNTER, "events",
			"User events received for the first time. This meter and all " + "below exist with Serf's protocol only."),

	/** Queries received. */
	QUERIES("membership.queries", Meter.Type.COUNTER, "queries", "Queries received for the first time."),

	/** Replies to queries of this member. */
	QUERY_REPLIES("membership.query.replies", Meter.Type.COUNTER, "replies",
			"Acks and answers received for queries of this member, the first of each and further copies.",
			MeterTag.of("kind", "ack", "response", "duplicate_ack", "duplicate_response")),

	/** Intents to join or leave. */
	INTENTS("membership.intents", Meter.Type.COUNTER, "intents",
			"Intents to join or leave received for the first time."),

	/** Members that flap. */
	FLAPS("membership.flaps", Meter.Type.COUNTER, "flaps", "Members that failed and came back within a short time."),

	/** Votes about this member's name. */
	NAME_VOTES("membership.name.votes", Meter.Type.COUNTER, "votes",
			"Votes of the cluster about a conflict over this member's own name."),

	/** Messages and answers dropped by Serf's layer. */
	SERF_DROPS("membership.serf.drops", Meter.Type.COUNTER, "drops",
			"Dropped by Serf's layer: messages with a Lamport time implausibly far ahead, messages that cannot be "
					+ "decoded, and answers to an address of no known member.",
			MeterTag.of("reason", "clock_jump", "undecodable", "reply_refused")),

	/** Entries of Serf's queues. */
	SERF_QUEUE_DEPTH("membership.serf.queue.depth", Meter.Type.GAUGE, null,
			"Intents, user events and queries that wait to be gossiped.",
			MeterTag.of("kind", "intent", "event", "query")),

	/** Lamport clocks. */
	LAMPORT_TIME("membership.lamport.time", Meter.Type.GAUGE, null, "Lamport time of each clock.",
			MeterTag.of("clock", "member", "event", "query")),

	/** Coordinates refused. */
	COORDINATES_REJECTED("membership.coordinates.rejected", Meter.Type.COUNTER, null,
			"Network coordinates of other members that were rejected as invalid."),

	/** Resets of this member's coordinate. */
	COORDINATE_RESETS("membership.coordinate.resets", Meter.Type.COUNTER, "resets",
			"Resets of this member's own network coordinate after it became invalid."),

	/** Snapshot errors. */
	SNAPSHOT_ERRORS("membership.snapshot.errors", Meter.Type.COUNTER, "errors",
			"Failed attempts to write the snapshot."),

	/** Instances in the catalog. */
	SERVICE_INSTANCES("membership.services.instances", Meter.Type.GAUGE, "instances",
			"Service instances of all members in this member's catalog, by health.",
			MeterTag.of("status", HealthStatus.class)),

	/** Syncs of this member's services with the catalogs. */
	SERVICE_SYNC("membership.services.sync", Meter.Type.TIMER, "seconds",
			"Syncs of this member's services with a catalog, by kind and outcome.", MeterTag.of("kind", SyncKind.class),
			MeterTag.of("outcome", SyncOutcome.class)),

	/** Age of the last full sync. */
	SERVICE_FULL_SYNC_AGE("membership.services.full.sync.age", Meter.Type.GAUGE, "seconds",
			"Time since a full sync of this member's services last succeeded; no value before the first."),

	/** Services whose current state a catalog does not hold. */
	SERVICE_OUT_OF_SYNC("membership.services.out.of.sync", Meter.Type.GAUGE, null,
			"Services of this member whose current state a catalog does not hold yet, or that it still holds after "
					+ "they were deregistered."),

	/** Bytes of replication. */
	SERVICE_REPLICATION_BYTES("membership.services.replication.bytes", Meter.Type.COUNTER, "bytes",
			"Bytes sent and received to replicate the catalog, each transmission counted.",
			MeterTag.of("direction", "in", "out"));

	private final String meterName;

	private final Meter.Type type;

	private final @Nullable String unit;

	private final String description;

	@SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of records
	private final List<MeterTag> tags;

	ClusterMeter(String meterName, Meter.Type type, @Nullable String unit, String description, MeterTag... tags) {
		this.meterName = meterName;
		this.type = type;
		this.unit = unit;
		this.description = description;
		this.tags = List.of(tags);
	}

	/**
	 * Returns the name of the meter in Micrometer's dotted form.
	 * @return the name
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Returns the type of the meter.
	 * @return gauge, counter or timer
	 */
	public Meter.Type type() {
		return this.type;
	}

	/**
	 * Returns the base unit.
	 * @return the unit, or {@code null} for a plain number
	 */
	public @Nullable String unit() {
		return this.unit;
	}

	/**
	 * Returns the description of the meter.
	 * @return a sentence
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Returns the tags, each with all its values.
	 * @return the tags; empty if there are none
	 */
	public List<MeterTag> tags() {
		return this.tags;
	}

	/**
	 * Returns the name of the time series in Prometheus, following Micrometer's naming
	 * convention.
	 * @return the name of the sample; for a timer, {@code _bucket}, {@code _count},
	 * {@code _sum} and {@code _max} are appended
	 */
	public String prometheusName() {
		String name = this.meterName.replace('.', '_');
		String suffix = (this.unit == null || name.endsWith("_" + this.unit)) ? "" : "_" + this.unit;
		return name + suffix + ((this.type == Meter.Type.COUNTER) ? "_total" : "");
	}

}
