package io.membership.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.membership.gossip.AliveDelegate;
import io.membership.gossip.ConflictDelegate;
import io.membership.gossip.Delegates;
import io.membership.gossip.EventDelegate;
import io.membership.gossip.GossipObserver;
import io.membership.gossip.MergeDelegate;
import io.membership.gossip.PingDelegate;
import io.membership.gossip.UserDelegate;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Combines any number of beans into one delegate of each kind. Calls all of them in
 * order; an exception of one does not prevent the calls of the others. If delegates may
 * veto, the first reason counts. A kind without a bean stays absent, because the core
 * does less work without a delegate.
 */
final class CompositeDelegates {

	private CompositeDelegates() {
	}

	static @Nullable EventDelegate events(Stream<EventDelegate> beans) {
		List<EventDelegate> all = beans.toList();
		return all.isEmpty() ? null : (event) -> tell(all, (delegate) -> delegate.memberEvent(event));
	}

	static @Nullable UserDelegate user(Stream<UserDelegate> beans) {
		List<UserDelegate> all = beans.toList();
		return all.isEmpty() ? null : new CompositeUserDelegate(all);
	}

	static @Nullable ConflictDelegate conflict(Stream<ConflictDelegate> beans) {
		List<ConflictDelegate> all = beans.toList();
		return all.isEmpty() ? null : (existing, other) -> tell(all, (delegate) -> delegate.conflict(existing, other));
	}

	static @Nullable MergeDelegate merge(Stream<MergeDelegate> beans) {
		List<MergeDelegate> all = beans.toList();
		return all.isEmpty() ? null
				: (members) -> all.stream()
					.map((delegate) -> delegate.vetoMerge(members))
					.filter(Objects::nonNull)
					.findFirst()
					.orElse(null);
	}

	static @Nullable AliveDelegate alive(Stream<AliveDelegate> beans) {
		List<AliveDelegate> all = beans.toList();
		return all.isEmpty() ? null
				: (member) -> all.stream()
					.map((delegate) -> delegate.vetoAlive(member))
					.filter(Objects::nonNull)
					.findFirst()
					.orElse(null);
	}

	static @Nullable PingDelegate ping(Stream<PingDelegate> beans) {
		List<PingDelegate> all = beans.toList();
		return all.isEmpty() ? null : (member, roundTrip, payload) -> tell(all,
				(delegate) -> delegate.pingCompleted(member, roundTrip, payload.clone()));
	}

	static @Nullable GossipObserver observer(Stream<GossipObserver> beans) {
		List<GossipObserver> all = beans.toList();
		return all.isEmpty() ? null : new CompositeObserver(all);
	}

	static <T> void tell(List<T> all, Consumer<T> message) {
		List<RuntimeException> failures = new ArrayList<>(0);
		for (T one : all) {
			try {
				message.accept(one);
			}
			catch (RuntimeException ex) {
				failures.add(ex);
			}
		}
		if (!failures.isEmpty()) {
			RuntimeException first = failures.get(0);
			failures.stream().skip(1).filter((other) -> other != first).forEach(first::addSuppressed);
			throw first;
		}
	}

	private record CompositeObserver(List<GossipObserver> all) implements GossipObserver {

		@Override
		public void probeRoundTrip(Duration duration) {
			tell(this.all, (observer) -> observer.probeRoundTrip(duration));
		}

		@Override
		public void pushPull(Duration duration, boolean success) {
			tell(this.all, (observer) -> observer.pushPull(duration, success));
		}

	}

}
