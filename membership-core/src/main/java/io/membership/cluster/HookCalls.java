package io.membership.cluster;

import java.time.Duration;
import java.util.concurrent.Executor;

import io.membership.gossip.Delegates;
import io.membership.gossip.EventDelegate;
import io.membership.gossip.GossipObserver;
import io.membership.gossip.MemberEvent;
import io.membership.runtime.LimitedExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the {@link GossipHooks} of the application off the event loop, one at a time.
 */
final class HookCalls implements GossipObserver {

	private static final Logger logger = LoggerFactory.getLogger(HookCalls.class);

	private final GossipHooks hooks;

	private volatile @Nullable Executor executor;

	HookCalls(GossipHooks hooks) {
		this.hooks = hooks;
	}

	void bound(Executor blocking) {
		this.executor = new LimitedExecutor(blocking, 1);
	}

	/**
	 * Adds the hooks to the delegates of the cluster; hooks that may veto run off the
	 * event loop.
	 */
	Delegates completed(Delegates cluster) {
		return cluster.withMerge(this.hooks.merge())
			.withAlive(this.hooks.alive())
			.withObserver((this.hooks.observer() != null) ? this : null);
	}

	/** Called when a member is suspected or has refuted. */
	void suspicion(MemberEvent event) {
		EventDelegate events = this.hooks.suspicions();
		if (events != null) {
			tell(() -> events.memberEvent(event));
		}
	}

	@Override
	public void probeRoundTrip(Duration duration) {
		GossipObserver observer = this.hooks.observer();
		if (observer != null) {
			tell(() -> observer.probeRoundTrip(duration));
		}
	}

	@Override
	public void pushPull(Duration duration, boolean success) {
		GossipObserver observer = this.hooks.observer();
		if (observer != null) {
			tell(() -> observer.pushPull(duration, success));
		}
	}

	private void tell(Runnable call) {
		Executor bound = this.executor;
		if (bound == null) {
			return;
		}
		bound.execute(() -> {
			try {
				call.run();
			}
			catch (RuntimeException ex) {
				logger.atWarn().setCause(ex).log("A delegate has thrown an exception");
			}
		});
	}

}
