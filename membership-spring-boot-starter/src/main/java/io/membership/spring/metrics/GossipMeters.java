package io.membership.spring.metrics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistMetrics;
import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.MemberlistMetrics.Direction;
import io.membership.gossip.MemberlistMetrics.ProbeOutcome;
import io.membership.gossip.MemberlistMetrics.SuspicionOutcome;
import io.membership.runtime.DropReason;
import io.membership.spring.LocalNode;
import io.membership.wire.MessageType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the gauges and counters of {@link ClusterMeter} that exist with either protocol.
 * They read the member's existing counters when a registry asks, without adding work to
 * the member.
 */
public final class GossipMeters implements MeterBinder {

	/** Encryptions that random nonces allow for one key (NIST SP 800-38D). */
	private static final double MAX_ENCRYPTIONS = 0x1p32;

	private static final double NANOS_PER_SECOND = 1e9;

	private final LocalNode node;

	private final Memberlist memberlist;

	private final Tags commonTags;

	/**
	 * Creates the binder.
	 * @param node the local member
	 * @param commonTags tags of every meter
	 */
	public GossipMeters(LocalNode node, Tags commonTags) {
		this.node = node;
		this.memberlist = node.memberlist();
		this.commonTags = commonTags;
	}

	@Override
	public void bindTo(MeterRegistry meterRegistry) {
		MeterRegistrar registry = new MeterRegistrar(meterRegistry, this.commonTags);
		bindMembership(registry);
		bindQueues(registry);
		bindDetection(registry);
		bindTraffic(registry);
		bindHealth(registry);
	}

	private void bindMembership(MeterRegistrar registry) {
		members(registry, "alive", LocalNode.Counts::unsuspected);
		members(registry, "suspect", LocalNode.Counts::suspect);
		members(registry, "leaving", LocalNode.Counts::leaving);
		members(registry, "left", LocalNode.Counts::left);
		members(registry, "failed", LocalNode.Counts::failed);
		counter(registry, ClusterMeter.REJOIN_ATTEMPTS, Counter.REJOIN_ATTEMPTS);
		counter(registry, ClusterMeter.NAME_CONFLICTS, Counter.NAME_CONFLICTS);
	}

	private void members(MeterRegistrar registry, String status, ToIntFunction<LocalNode.Counts> count) {
		registry.gauge(ClusterMeter.MEMBERS, Tags.of("status", status), this.node,
				(local) -> count.applyAsInt(local.counts()));
	}

	private void bindQueues(MeterRegistrar registry) {
		gauge(registry, ClusterMeter.BROADCAST_QUEUE_DEPTH, Tags.of("kind", "user"),
				(member) -> member.metrics().userBroadcastQueueDepth());
		gauge(registry, ClusterMeter.BROADCAST_QUEUE_DEPTH, Tags.of("kind", "membership"),
				(member) -> membershipQueueDepth(member.metrics()));
		gauge(registry, ClusterMeter.BROADCAST_QUEUE_BYTES, Tags.empty(),
				(member) -> member.metrics().broadcastQueueBytes());
		counter(registry, ClusterMeter.BROADCAST_TRANSMITS, Counter.TRANSMITS);
		counter(registry, ClusterMeter.BROADCAST_DROPPED, Counter.BROADCASTS_DROPPED);
		gauge(registry, ClusterMeter.EVENT_QUEUE_DEPTH, Tags.empty(), (member) -> member.metrics().listeners().depth());
		counter(registry, ClusterMeter.EVENTS_DELIVERED, Tags.empty(), (metrics) -> metrics.listeners().delivered());
		counter(registry, ClusterMeter.EVENTS_COALESCED, Tags.empty(), (metrics) -> metrics.listeners().merged());
		counter(registry, ClusterMeter.LISTENER_ERRORS, Tags.empty(), (metrics) -> metrics.listeners().errors());
	}

	private void bindDetection(MeterRegistrar registry) {
		for (ProbeOutcome outcome : ProbeOutcome.values()) {
			counter(registry, ClusterMeter.PROBES, tag("outcome", outcome), (metrics) -> metrics.probes(outcome));
		}
		for (SuspicionOutcome outcome : SuspicionOutcome.values()) {
			counter(registry, ClusterMeter.SUSPICIONS, tag("outcome", outcome),
					(metrics) -> metrics.suspicions(outcome));
		}
		counter(registry, ClusterMeter.REFUTATIONS, Counter.REFUTATIONS);
		counter(registry, ClusterMeter.ACCUSATIONS_SUPPRESSED, Counter.ACCUSATIONS_SUPPRESSED);
	}

	private void bindTraffic(MeterRegistrar registry) {
		for (Direction direction : Direction.values()) {
			Tags tags = tag("direction", direction);
			counter(registry, ClusterMeter.PACKETS, tags, (metrics) -> metrics.packets(direction));
			counter(registry, ClusterMeter.PACKET_BYTES, tags, (metrics) -> metrics.packetBytes(direction));
			counter(registry, ClusterMeter.STREAMS, tags, (metrics) -> metrics.streams(direction));
			counter(registry, ClusterMeter.STREAM_BYTES, tags, (metrics) -> metrics.streamBytes(direction));
		}
		for (MessageType type : MessageType.values()) {
			counter(registry, ClusterMeter.MESSAGES, tag("type", type), (metrics) -> metrics.messagesReceived(type));
		}
		for (DropReason reason : MemberlistMetrics.dropReasons()) {
			counter(registry, ClusterMeter.DROPS, tag("reason", reason.name()), (metrics) -> metrics.drops(reason));
		}
	}

	private void bindHealth(MeterRegistrar registry) {
		gauge(registry, ClusterMeter.HEALTH_SCORE, Tags.empty(), Memberlist::healthScore);
		gauge(registry, ClusterMeter.ENCRYPTED, Tags.empty(), (member) -> member.keyring().isEmpty() ? 0 : 1);
		gauge(registry, ClusterMeter.ENCRYPTION_KEY_USAGE, Tags.empty(), GossipMeters::keyUsage);
		gauge(registry, ClusterMeter.PUSH_PULL_AGE, Tags.empty(),
				(member) -> secondsSince(member, MemberlistMetrics::lastPushPullNanoTime));
		gauge(registry, ClusterMeter.HEARTBEAT_AGE, Tags.empty(),
				(member) -> secondsSince(member, MemberlistMetrics::heartbeatNanoTime));
		gauge(registry, ClusterMeter.STALL_MAX, Tags.empty(),
				(member) -> member.metrics().maxStallNanos() / NANOS_PER_SECOND);
		counter(registry, ClusterMeter.STALLS, Counter.STALLS);
	}

	private void gauge(MeterRegistrar registry, ClusterMeter meter, Tags tags, ToDoubleFunction<Memberlist> value) {
		registry.gauge(meter, tags, this.memberlist, value);
	}

	private void counter(MeterRegistrar registry, ClusterMeter meter, Counter counter) {
		counter(registry, meter, Tags.empty(), (metrics) -> metrics.count(counter));
	}

	private void counter(MeterRegistrar registry, ClusterMeter meter, Tags tags,
			ToDoubleFunction<MemberlistMetrics> value) {
		registry.counter(meter, tags, this.memberlist, (member) -> value.applyAsDouble(member.metrics()));
	}

	private static Tags tag(String key, Enum<?> value) {
		return tag(key, value.name());
	}

	private static Tags tag(String key, String name) {
		return Tags.of(key, MeterTag.valueOf(name));
	}

	/**
	 * Returns the difference of two gauges, but at least zero, in case they change
	 * between the reads.
	 */
	private static int membershipQueueDepth(MemberlistMetrics metrics) {
		return Math.max(0, metrics.broadcastQueueDepth() - metrics.userBroadcastQueueDepth());
	}

	/**
	 * Estimates the encryptions of the whole cluster, as all members use the same key.
	 */
	private static double keyUsage(Memberlist memberlist) {
		int members = Arrays.stream(MemberStatus.values())
			.filter(MemberStatus::isPresent)
			.mapToInt(memberlist::count)
			.sum();
		return memberlist.keyring().encryptions() * (double) Math.max(1, members) / MAX_ENCRYPTIONS;
	}

	/** Returns the age, or no value while the member is not running. */
	private static double secondsSince(Memberlist memberlist, ToLongFunction<MemberlistMetrics> nanoTime) {
		return memberlist.isRunning()
				? Math.max(0, System.nanoTime() - nanoTime.applyAsLong(memberlist.metrics())) / NANOS_PER_SECOND
				: Double.NaN;
	}

}
