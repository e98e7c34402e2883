package io.membership.gossip;

import java.time.Duration;

import io.membership.runtime.Mailbox;
import io.membership.runtime.MailboxFigures;
import org.jspecify.annotations.Nullable;

/**
 * Reports measurements to the application's {@link GossipObserver} off the event loop,
 * also if that observer belongs to a {@link ProtocolLayer}. Its mailbox has separate
 * figures, because a dropped measurement is not a missed event.
 */
final class Measurements {

	/** Room for a burst of probes; further measurements are dropped. */
	private static final int CAPACITY = 1024;

	private final @Nullable GossipObserver observer;

	private final Mailbox<Runnable> mailbox;

	/**
	 * Creates the part.
	 * @param context the member
	 * @param observer receives the measurements, or {@code null}
	 */
	Measurements(NodeContext context, @Nullable GossipObserver observer) {
		this.observer = observer;
		this.mailbox = new Mailbox<>("observer", (call) -> run(context, call), context.runtime().blocking(),
				Mailbox.Limits.of(CAPACITY), Mailbox.Rule.independent(), new MailboxFigures(), context::now);
	}

	/** Reports the round-trip time of a direct ping. */
	void roundTrip(Duration roundTrip) {
		GossipObserver listening = this.observer;
		if (listening != null) {
			this.mailbox.put(() -> listening.probeRoundTrip(roundTrip));
		}
	}

	/** Reports the end of a push/pull exchange that this member started. */
	void pushPull(Duration duration, boolean success) {
		GossipObserver listening = this.observer;
		if (listening != null) {
			this.mailbox.put(() -> listening.pushPull(duration, success));
		}
	}

	private static void run(NodeContext context, Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException | Error ex) {
			context.metrics().listeners().failed(ex);
			throw ex;
		}
	}

}
