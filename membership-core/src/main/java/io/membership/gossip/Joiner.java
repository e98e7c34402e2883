package io.membership.gossip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.membership.Addresses;
import io.membership.SafeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins through addresses: resolves each to all its IP addresses, and exchanges the full
 * state with every one of them, a few at the same time. Confined to the event loop.
 */
final class Joiner {

	private static final Logger logger = LoggerFactory.getLogger(Joiner.class);

	private static final int PARALLEL = 8;

	private final NodeContext context;

	private final LocalAddress local;

	private final JoinAddress.Resolver resolver;

	private final PushPull pushPull;

	private final Reconciler reconciler;

	Joiner(NodeContext context, LocalAddress local, JoinAddress.Resolver resolver, PushPull pushPull,
			Reconciler reconciler) {
		this.context = context;
		this.local = local;
		this.resolver = resolver;
		this.pushPull = pushPull;
		this.reconciler = reconciler;
	}

	/**
	 * Joins through addresses as a user writes them.
	 * @param addresses see {@link JoinAddress}
	 * @param done receives the result on the event loop
	 */
	void join(Collection<String> addresses, Consumer<JoinResult> done) {
		resolve(addresses,
				(resolved, failures) -> exchangeAll(resolved, failures, (attempt) -> done.accept(attempt.result())));
	}

	/**
	 * Resolves addresses off the event loop.
	 * @param done called on the event loop with the resolved addresses, without this
	 * member's own, and the failures
	 */
	void resolve(Collection<String> addresses, BiConsumer<Set<InetSocketAddress>, Map<String, String>> done) {
		List<String> asked = List.copyOf(addresses);
		int defaultPort = this.local.boundPort();
		this.context.runtime().blocking().execute(() -> {
			Set<InetSocketAddress> resolved = new LinkedHashSet<>();
			Map<String, String> failures = new LinkedHashMap<>();
			for (String address : asked) {
				try {
					resolved.addAll(JoinAddress.parse(address, defaultPort).resolve(this.resolver));
				}
				catch (UnknownHostException ex) {
					failures.put(address, "unknown host " + SafeText.of(ex.getMessage()));
				}
				catch (IllegalArgumentException ex) {
					failures.put(address, String.valueOf(ex.getMessage()));
				}
			}
			resolved.removeIf(this.local::isReachedBy);
			this.context.runtime().execute(() -> done.accept(resolved, failures));
		});
	}

	/** Exchanges the full state with every address. */
	void exchangeAll(Set<InetSocketAddress> addresses, Map<String, String> failures, Consumer<Attempt> done) {
		new Run(addresses, failures, done).next();
	}

	/**
	 * What became of an attempt to join.
	 *
	 * @param result the result; this member's own addresses are not in it
	 * @param news whether it told of members that this one did not consider present
	 */
	record Attempt(JoinResult result, boolean news) {

	}

	private final class Run {

		private final Deque<InetSocketAddress> left;

		private final Map<String, String> failures;

		private final Consumer<Attempt> done;

		private int running;

		private int reached;

		private boolean news;

		private Run(Set<InetSocketAddress> addresses, Map<String, String> failures, Consumer<Attempt> done) {
			this.left = new ArrayDeque<>(addresses);
			this.failures = failures;
			this.done = done;
		}

		private void next() {
			while (this.running < PARALLEL && !this.left.isEmpty()) {
				this.running++;
				start(this.left.remove());
			}
			if (this.running == 0) {
				if (this.reached > 0) {
					Joiner.this.pushPull.afterJoin();
				}
				this.done.accept(new Attempt(new JoinResult(this.reached, this.failures), this.news));
			}
		}

		private void start(InetSocketAddress address) {
			Joiner.this.pushPull.exchange(address, true, new PushPull.Outcome() {

				@Override
				public void succeeded(PushPull.Merged merged) {
					if (!merged.onlySelf()) {
						Run.this.reached++;
						Run.this.news |= merged.news();
					}
					if (merged.disagreement()) {
						Joiner.this.reconciler.reconcile(address);
					}
					ended();
				}

				@Override
				public void failed(IOException cause) {
					String text = Addresses.format(address);
					Run.this.failures.put(text, String.valueOf(cause.getMessage()));
					logger.atDebug().addKeyValue("address", text).setCause(cause).log("Join failed");
					ended();
				}

			});
		}

		private void ended() {
			this.running--;
			next();
		}

	}

}
