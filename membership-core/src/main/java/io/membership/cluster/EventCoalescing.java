package io.membership.cluster;

import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Holds events back for a short time before they reach the listeners' mailboxes, so that
 * a burst becomes few events; see {@link MemberEventCoalescer} and
 * {@link UserEventCoalescer}. Passes all other events on at once. Confined to the event
 * loop.
 */
final class EventCoalescing {

	/**
	 * Considers members that differ only in their times equal: such a change is not an
	 * update.
	 */
	private record Seen(ClusterMember member) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Seen that && this.member.address().equals(that.member.address())
					&& this.member.tags().equals(that.member.tags())
					&& this.member.versions().equals(that.member.versions());
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.member.address(), this.member.tags());
		}

	}

	private final NodeRuntime runtime;

	private final Consumer<ClusterEvent> next;

	private final @Nullable MemberEventCoalescer<Seen> members;

	private final @Nullable UserEventCoalescer<ClusterEvent.User> users;

	private final Window memberWindow;

	private final Window userWindow;

	private boolean closed;

	/**
	 * Creates an empty stage.
	 * @param runtime the event loop
	 * @param settings how long events are held back
	 * @param next receives the events
	 */
	EventCoalescing(NodeRuntime runtime, EventsConfig.Coalescing settings, Consumer<ClusterEvent> next) {
		this.runtime = runtime;
		this.next = next;
		MemberEventCoalescer<Seen> forMembers = settings.memberPeriod().isZero() ? null : new MemberEventCoalescer<>(
				settings.memberPeriod().toNanos(), settings.memberQuiescentPeriod().toNanos());
		UserEventCoalescer<ClusterEvent.User> forUsers = settings.userPeriod().isZero() ? null
				: new UserEventCoalescer<>(settings.userPeriod().toNanos(), settings.userQuiescentPeriod().toNanos());
		this.members = forMembers;
		this.users = forUsers;
		this.memberWindow = (forMembers == null) ? new Window(() -> false, (now) -> 0, () -> {
		}) : new Window(forMembers::isWaiting, forMembers::remaining, () -> forMembers.flush().forEach(this::pass));
		this.userWindow = (forUsers == null) ? new Window(() -> false, (now) -> 0, () -> {
		}) : new Window(forUsers::isWaiting, forUsers::remaining, () -> forUsers.flush().forEach(this.next));
	}

	/**
	 * Accepts an event.
	 * @param event the event
	 */
	void put(ClusterEvent event) {
		if (!this.closed && this.members != null && event instanceof ClusterEvent.Membership change) {
			long now = this.runtime.nanoTime();
			for (ClusterMember member : change.members()) {
				this.members.add(change.type(), member.name(), new Seen(member), now);
			}
			this.memberWindow.look();
		}
		else if (!this.closed && this.users != null && event instanceof ClusterEvent.User user && user.coalesce()) {
			this.users.add(user.name(), user.time(), user, this.runtime.nanoTime());
			this.userWindow.look();
		}
		else {
			this.next.accept(event);
		}
	}

	/** Delivers all events held back. */
	void close() {
		this.closed = true;
		this.memberWindow.end();
		this.userWindow.end();
	}

	private void pass(MemberEventCoalescer.Group<Seen> group) {
		List<ClusterMember> changed = group.members().stream().map(Seen::member).toList();
		this.next.accept(new ClusterEvent.Membership(group.type(), changed));
	}

	/** Schedules the flush of a coalescer, with one timer at most. */
	private final class Window {

		private final BooleanSupplier waiting;

		private final LongUnaryOperator remaining;

		private final Runnable flush;

		private boolean timed;

		private Window(BooleanSupplier waiting, LongUnaryOperator remaining, Runnable flush) {
			this.waiting = waiting;
			this.remaining = remaining;
			this.flush = flush;
		}

		private void look() {
			if (!this.waiting.getAsBoolean()) {
				return;
			}
			long left = this.remaining.applyAsLong(EventCoalescing.this.runtime.nanoTime());
			if (left <= 0) {
				this.flush.run();
			}
			else if (!this.timed) {
				// a window is only ever prolonged, so a timer set earlier never fires too
				// late
				this.timed = true;
				EventCoalescing.this.runtime.schedule(left, () -> {
					this.timed = false;
					look();
				});
			}
		}

		private void end() {
			if (this.waiting.getAsBoolean()) {
				this.flush.run();
			}
		}

	}

}
