package io.membership.gossip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Repeats the exchange with a node that disagrees about the present members. When two
 * halves of a cluster meet again, they first accuse each other; the accused refute within
 * their own half, and only the next exchange carries the refutations across. Confined to
 * the event loop.
 */
final class Reconciler {

	private static final int MAX_ROUNDS = 4;

	private static final long DELAY_NANOS = Duration.ofSeconds(2).toNanos();

	private final NodeContext context;

	private final StateMachine state;

	private final PushPull pushPull;

	private final Map<InetSocketAddress, Integer> rounds = new LinkedHashMap<>();

	Reconciler(NodeContext context, StateMachine state, PushPull pushPull) {
		this.context = context;
		this.state = state;
		this.pushPull = pushPull;
	}

	/** Exchanges the state with a node a few more times, until both sides agree. */
	void reconcile(InetSocketAddress address) {
		if (this.rounds.merge(address, 1, Integer::sum) > MAX_ROUNDS) {
			this.rounds.remove(address);
			return;
		}
		long delay = DELAY_NANOS / 2 + this.context.runtime().random().nextLong(DELAY_NANOS);
		this.context.stalls().after(delay, () -> {
			if (!this.state.isLeaving()) {
				exchange(address);
			}
		});
	}

	private void exchange(InetSocketAddress address) {
		this.pushPull.exchange(address, true, new PushPull.Outcome() {

			@Override
			public void succeeded(PushPull.Merged merged) {
				if (merged.disagreement()) {
					reconcile(address);
				}
				else {
					Reconciler.this.rounds.remove(address);
				}
			}

			@Override
			public void failed(IOException cause) {
				Reconciler.this.rounds.remove(address);
			}

		});
	}

}
