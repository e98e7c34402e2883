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
 * The application's own hooks into gossip, as far as Serf's protocol leaves them to it.
 * What they are told they are told off the event loop, one at a time.
 */
final class GossipHooks implements GossipObserver {

	private static final Logger logger = LoggerFactory.getLogger(GossipHooks.class);

	private final Delegates application;

	private volatile @Nullable Executor executor;

	GossipHooks(Delegates application) {
		if (application.user() != null || application.conflict() != null || application.ping() != null) {
			throw new IllegalArgumentException("Serf's protocol needs the user, conflict and ping delegate itself");
		}
		this.application = application;
	}

	void bound(Executor blocking) {
		this.executor = new LimitedExecutor(blocking, 1);
	}

	/** Completes the delegates of the cluster; those that may veto run off the loop. */
	Delegates completed(Delegates cluster) {
		return cluster.withMerge(this.application.merge())
			.withAlive(this.application.alive())
			.withObserver((this.application.observer() != null) ? this : null);
	}

	/** A member is suspected or has refuted. */
	void suspicion(MemberEvent event) {
		EventDelegate events = this.application.events();
		if (events != null) {
			tell(() -> events.memberEvent(event));
		}
	}

	@Override
	public void probeRoundTrip(Duration duration) {
		GossipObserver observer = this.application.observer();
		if (observer != null) {
			tell(() -> observer.probeRoundTrip(duration));
		}
	}

	@Override
	public void pushPull(Duration duration, boolean success) {
		GossipObserver observer = this.application.observer();
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
