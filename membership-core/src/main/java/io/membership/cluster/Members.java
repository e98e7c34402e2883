package io.membership.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.membership.SafeText;
import io.membership.cluster.channel.StateChannel;
import io.membership.gossip.Member;
import io.membership.wire.SerfMessage;
import io.membership.wire.Tags;
import io.membership.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The membership as Serf defines it: the members of gossip, refined by intents. Gossip
 * remembers only briefly whether a missing member left or failed. Serf records it with an
 * intent to leave, which the member spreads with a Lamport time before it goes. Failed
 * and left members are remembered for a while, so they can be looked up and reconnected.
 * Confined to the event loop.
 */
final class Members {

	private static final Logger logger = LoggerFactory.getLogger(Members.class);

	private static final int MAX_NAME_LENGTH = 255;

	private final ClusterContext context;

	private final LamportClock clock;

	private final Lifecycle lifecycle;

	private final Retention retention;

	private final MemberChanges changes;

	private final Runnable refutation;

	private final Map<String, MemberEntry> entries = new LinkedHashMap<>();

	private final IntentBuffer intents = new IntentBuffer();

	/**
	 * Creates an empty membership.
	 * @param context settings, runtime and metrics of this member
	 * @param clock the Lamport clock of the membership
	 * @param lifecycle the state of this member
	 * @param retention how long a missing member is remembered
	 * @param changes publishes each change
	 * @param refutation announces that this member stays when another member claims that
	 * it leaves
	 */
	Members(ClusterContext context, LamportClock clock, Lifecycle lifecycle, Retention retention, MemberChanges changes,
			Runnable refutation) {
		this.context = context;
		this.clock = clock;
		this.lifecycle = lifecycle;
		this.retention = retention;
		this.changes = changes;
		this.refutation = refutation;
	}

	@Nullable MemberEntry get(String name) {
		return this.entries.get(name);
	}

	Collection<MemberEntry> all() {
		return this.entries.values();
	}

	List<MemberEntry> in(MemberState state) {
		return this.entries.values().stream().filter((entry) -> entry.state == state).toList();
	}

	/** Returns the number of members that are alive or leaving. */
	int presentCount() {
		return (int) this.entries.values().stream().filter((entry) -> entry.state.isPresent()).count();
	}

	/** Applies a join reported by gossip. */
	void joined(Member member) {
		MemberEntry entry = this.entries.get(member.name());
		if (entry == null) {
			entry = new MemberEntry(member, tagsOf(member));
			IntentBuffer.Intent intent = this.intents.get(member.name());
			if (intent != null) {
				entry.statusTime = intent.time();
				if (intent.type() == IntentBuffer.Type.LEAVE) {
					entry.state = MemberState.LEAVING;
				}
			}
			this.entries.put(member.name(), entry);
		}
		else {
			boolean flapped = entry.state == MemberState.FAILED
					&& this.context.now() - entry.goneNanos < this.context.config().members().flapTimeout().toNanos();
			if (flapped) {
				this.context.metrics().increment(ClusterMetrics.Counter.FLAPS);
			}
			entry.present(MemberState.ALIVE);
			refresh(entry, member);
		}
		changed(entry, MemberEventType.JOIN);
	}

	/** Applies a leave or failure reported by gossip. */
	void gone(Member member) {
		MemberEntry entry = this.entries.get(member.name());
		if (entry == null || !entry.state.isPresent()) {
			return;
		}
		boolean left = entry.state == MemberState.LEAVING;
		entry.gone(left ? MemberState.LEFT : MemberState.FAILED, this.context.now(),
				this.context.runtime().wallClock());
		changed(entry, left ? MemberEventType.LEAVE : MemberEventType.FAILED);
	}

	/** Reports that gossip suspects a node, or no longer does. */
	void suspicion(Member member) {
		MemberEntry entry = this.entries.get(member.name());
		ClusterMember known = (entry != null) ? this.retention.toMember(entry) : ClusterMember.of(member);
		this.changes.suspicion(known.seenAs(member));
	}

	/**
	 * Applies an update reported by gossip. A member that has only opened its first
	 * channel, or closed its last one, is no news to the listeners.
	 */
	void updated(Member member) {
		MemberEntry entry = this.entries.get(member.name());
		if (entry == null) {
			return;
		}
		MemberEntry before = new MemberEntry(entry.member, entry.tags);
		refresh(entry, member);
		if (onlyChannelsDiffer(before, entry)) {
			show(entry);
		}
		else {
			changed(entry, MemberEventType.UPDATE);
		}
	}

	private static boolean onlyChannelsDiffer(MemberEntry before, MemberEntry after) {
		return !before.tags.equals(after.tags) && withoutChannels(before.tags).equals(withoutChannels(after.tags))
				&& before.member.address().equals(after.member.address())
				&& before.member.versions().equals(after.member.versions());
	}

	private static Map<String, String> withoutChannels(Map<String, String> tags) {
		Map<String, String> others = new HashMap<>(tags);
		others.remove(StateChannel.TAG);
		return others;
	}

	/**
	 * Applies an intent to leave, sent by the member itself or forced by another one.
	 * @return whether the intent is new and should be passed on
	 */
	boolean leaveIntent(SerfMessage.Leave leave) {
		if (isImpossible(leave.node()) || !this.clock.witness(leave.ltime())) {
			return false;
		}
		MemberEntry entry = this.entries.get(leave.node());
		if (entry == null) {
			return this.intents.store(IntentBuffer.Type.LEAVE, leave.node(), leave.ltime(), this.context.now());
		}
		if (Long.compareUnsigned(leave.ltime(), entry.statusTime) <= 0) {
			return false;
		}
		if (leave.node().equals(this.context.name()) && this.lifecycle.isStaying()) {
			this.refutation.run();
			return false;
		}
		entry.statusTime = leave.ltime();
		switch (entry.state) {
			case ALIVE, LEAVING -> {
				entry.state = MemberState.LEAVING;
				show(entry);
				pruneIfWanted(entry, leave,
						this.context.config()
							.leave()
							.broadcastTimeout()
							.plus(this.context.config().leave().propagateDelay()));
			}
			case FAILED -> {
				// the retention period runs from the failure
				entry.state = MemberState.LEFT;
				changed(entry, MemberEventType.LEAVE);
				pruneIfWanted(entry, leave, Duration.ZERO);
			}
			case LEFT -> {
				show(entry);
				pruneIfWanted(entry, leave, Duration.ZERO);
			}
		}
		return true;
	}

	/**
	 * Applies an intent to join.
	 * @return whether the intent is new and should be passed on
	 */
	boolean joinIntent(SerfMessage.Join join) {
		if (isImpossible(join.node()) || !this.clock.witness(join.ltime())) {
			return false;
		}
		MemberEntry entry = this.entries.get(join.node());
		if (entry == null) {
			return this.intents.store(IntentBuffer.Type.JOIN, join.node(), join.ltime(), this.context.now());
		}
		if (Long.compareUnsigned(join.ltime(), entry.statusTime) <= 0) {
			return false;
		}
		entry.statusTime = join.ltime();
		if (entry.state == MemberState.LEAVING) {
			entry.state = MemberState.ALIVE;
		}
		show(entry);
		return true;
	}

	/** Applies the member states of a push/pull. */
	void merge(SerfMessage.PushPull remote) {
		for (String name : remote.leftMembers()) {
			Long time = remote.statusLtimes().get(name);
			leaveIntent(new SerfMessage.Leave(((time != null) ? time : 0L) + 1, name, false));
		}
		remote.statusLtimes().forEach((name, time) -> {
			if (!remote.leftMembers().contains(name)) {
				joinIntent(new SerfMessage.Join(time, name));
			}
		});
	}

	/** Returns the member states for a push/pull. */
	Map<String, Long> statusTimes() {
		Map<String, Long> times = new HashMap<>();
		this.entries.values().forEach((entry) -> times.put(entry.member.name(), entry.statusTime));
		return times;
	}

	/** Forgets members that have been gone long enough, and old intents. */
	void reap() {
		long now = this.context.now();
		List<MemberEntry> expired = new ArrayList<>();
		for (MemberEntry entry : this.entries.values()) {
			if (!entry.state.isPresent() && now - entry.goneNanos > this.retention.timeout(entry).toNanos()) {
				expired.add(entry);
			}
		}
		expired.forEach(this::forget);
		this.intents.expire(now, this.context.config().members().recentIntentTimeout().toNanos());
	}

	/** Forgets a failed or left member at once. Returns whether there was one. */
	boolean forgetGone(String name) {
		MemberEntry entry = this.entries.get(name);
		if (entry == null || entry.state.isPresent()) {
			return false;
		}
		forget(entry);
		return true;
	}

	/** Returns whether gossip would reject this name, so no member can have it. */
	private static boolean isImpossible(String name) {
		return name.isEmpty() || name.length() > MAX_NAME_LENGTH;
	}

	private void pruneIfWanted(MemberEntry entry, SerfMessage.Leave leave, Duration delay) {
		if (!leave.prune()) {
			return;
		}
		this.context.after(delay, () -> {
			// a member that is still present is not pruned
			if (this.entries.get(entry.member.name()) == entry && !entry.state.isPresent()) {
				forget(entry);
			}
		});
	}

	private void forget(MemberEntry entry) {
		this.entries.remove(entry.member.name());
		this.changes.forgotten(this.retention.toMember(entry));
		log(entry, MemberEventType.REAP);
	}

	private void refresh(MemberEntry entry, Member member) {
		entry.member = member;
		entry.tags = tagsOf(member);
	}

	private void changed(MemberEntry entry, MemberEventType type) {
		this.changes.changed(this.retention.toMember(entry), type);
		log(entry, type);
	}

	private void show(MemberEntry entry) {
		this.changes.show(this.retention.toMember(entry));
	}

	private static void log(MemberEntry entry, MemberEventType type) {
		logger.atInfo()
			.addKeyValue("member", SafeText.of(entry.member.name()))
			.addKeyValue("event", type.serfName())
			.log("Cluster member {}: {}", SafeText.of(entry.member.name()), type.serfName());
	}

	private static Map<String, String> tagsOf(Member member) {
		try {
			return Tags.decode(member.metadata());
		}
		catch (WireException ex) {
			logger.atDebug().addKeyValue("member", member).log("Tags of {} cannot be decoded", member);
			return Map.of();
		}
	}

}
