package io.membership.cluster;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Coalesces bursts of member events. Pure: the caller passes the time and asks how long
 * to wait before the next flush. Not thread-safe.
 * <p>
 * A flush delivers, for each member, the shortest legal sequence of events from its last
 * delivered state to its current one. A member that flaps produces no event, or an update
 * if it came back different. One that joined and failed within the window produces both
 * events, as does one that left and was reaped. The groups come in the order join,
 * update, leave, failed, reap, which keeps the order of each member's events.
 * <p>
 * Serf's coalescer keeps only the last event of a member, so that a reap hides the leave
 * before it; it repeats an update at every later flush, and orders the groups at random.
 *
 * @param <M> the members; two that are equal show no difference worth an update
 */
final class MemberEventCoalescer<M> {

	/**
	 * Events of one type.
	 *
	 * @param type the type
	 * @param members the members in their current state, in the order of their last
	 * events
	 */
	record Group<M>(MemberEventType type, List<M> members) {
	}

	private record Told<M>(MemberEventType type, M member) {
	}

	/** The changes of one member since the last flush. */
	private static final class Pending<M> {

		private MemberEventType last;

		private M member;

		private @Nullable M joined;

		private @Nullable Told<M> departed;

		private boolean updated;

		private Pending(MemberEventType type, M member) {
			this.last = type;
			this.member = member;
		}

		private void add(MemberEventType type, M member) {
			this.last = type;
			this.member = member;
			switch (type) {
				case JOIN -> this.joined = member;
				case UPDATE -> {
					this.updated = true;
					this.joined = (this.joined != null) ? member : null;
				}
				case LEAVE, FAILED -> this.departed = new Told<>(type, member);
				case REAP -> {
					// the last event is sufficient
				}
			}
		}

	}

	private static final List<MemberEventType> ORDER = List.of(MemberEventType.JOIN, MemberEventType.UPDATE,
			MemberEventType.LEAVE, MemberEventType.FAILED, MemberEventType.REAP);

	private final CoalesceWindow window;

	private final Map<String, Pending<M>> pending = new LinkedHashMap<>();

	/** The state known to the application; only JOIN, LEAVE and FAILED occur. */
	private final Map<String, Told<M>> told = new HashMap<>();

	/**
	 * Creates a coalescer.
	 * @param periodNanos longest delay of an event
	 * @param quiescentNanos length of a pause that ends the window earlier
	 */
	MemberEventCoalescer(long periodNanos, long quiescentNanos) {
		this.window = new CoalesceWindow(periodNanos, quiescentNanos);
	}

	/**
	 * Collects an event.
	 * @param type its type
	 * @param name the member's name
	 * @param member the member as it is now
	 * @param now the time in nanoseconds
	 */
	void add(MemberEventType type, String name, M member, long now) {
		Pending<M> changes = this.pending.remove(name);
		if (changes == null) {
			changes = new Pending<>(type, member);
		}
		changes.add(type, member);
		this.pending.put(name, changes);
		this.window.event(now);
	}

	/**
	 * Returns whether events wait to be flushed.
	 * @return whether there are such events
	 */
	boolean isWaiting() {
		return this.window.isOpen();
	}

	/**
	 * Returns the time until the next flush; call only if events wait.
	 * @param now the time in nanoseconds
	 * @return nanoseconds; zero or negative if a flush is due
	 */
	long remaining(long now) {
		return this.window.remaining(now);
	}

	/**
	 * Ends the window, even if its time is not over.
	 * @return the events to deliver, in groups
	 */
	List<Group<M>> flush() {
		Map<MemberEventType, List<M>> groups = new EnumMap<>(MemberEventType.class);
		this.pending.forEach((name, changes) -> tell(name, changes, groups));
		this.pending.clear();
		this.window.close();
		List<Group<M>> flushed = new ArrayList<>();
		for (MemberEventType type : ORDER) {
			List<M> members = groups.get(type);
			if (members != null) {
				flushed.add(new Group<>(type, List.copyOf(members)));
			}
		}
		return flushed;
	}

	private void tell(String name, Pending<M> changes, Map<MemberEventType, List<M>> groups) {
		Told<M> before = this.told.get(name);
		switch (changes.last) {
			case JOIN, UPDATE -> tellPresent(name, changes, before, groups);
			case LEAVE, FAILED -> tellDeparted(name, changes, before, groups);
			case REAP -> {
				tellDeparted(name, changes, before, groups);
				add(groups, MemberEventType.REAP, changes.member);
				this.told.remove(name);
			}
		}
	}

	private void tellPresent(String name, Pending<M> changes, @Nullable Told<M> before,
			Map<MemberEventType, List<M>> groups) {
		MemberEventType net = NetEffect.of(changes.joined == null || isPresent(before), changes.last);
		if (net == MemberEventType.JOIN || changes.updated || before == null
				|| !Objects.equals(before.member(), changes.member)) {
			add(groups, net, changes.member);
		}
		this.told.put(name, new Told<>(MemberEventType.JOIN, changes.member));
	}

	private void tellDeparted(String name, Pending<M> changes, @Nullable Told<M> before,
			Map<MemberEventType, List<M>> groups) {
		Told<M> departed = changes.departed;
		if (before == null && changes.joined != null) {
			add(groups, MemberEventType.JOIN, changes.joined);
		}
		if (departed != null) {
			if (before == null || before.type() != departed.type()) {
				add(groups, departed.type(), departed.member());
			}
			this.told.put(name, departed);
		}
	}

	private static boolean isPresent(@Nullable Told<?> told) {
		return told != null && told.type() == MemberEventType.JOIN;
	}

	private static <M> void add(Map<MemberEventType, List<M>> groups, MemberEventType type, M member) {
		groups.computeIfAbsent(type, (key) -> new ArrayList<>()).add(member);
	}

}
