package io.membership.gossip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.membership.SafeText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom to join at this moment: the seeds of the settings, and what the
 * {@link SeedProvider} says. Confined to the event loop, but for the call of the provider
 * itself.
 */
final class SeedSource {

	/** After this time the seeds of the settings are joined without the provider's. */
	static final Duration PATIENCE = Duration.ofSeconds(5);

	/**
	 * How many addresses of the provider are used at one time. Enough that members which
	 * each choose others are one cluster at once, and so few that a large cluster that
	 * starts all together does not exchange its state in all pairs.
	 */
	static final int MAX_PROVIDED = 64;

	private static final int MAX_ADDRESS_LENGTH = 512;

	/** Repeated failures are told of at this interval. */
	private static final long WARN_INTERVAL_NANOS = Duration.ofMinutes(10).toNanos();

	private static final Logger logger = LoggerFactory.getLogger(SeedSource.class);

	private final GossipCore core;

	private final List<String> fixed;

	private final @Nullable SeedProvider provider;

	private @Nullable Consumer<List<String>> waiting;

	private boolean asking;

	/** An answer that came when nobody waited for it any more. */
	private List<String> late = List.of();

	private long token;

	private long warnAgainAt;

	private boolean warned;

	SeedSource(GossipCore core) {
		this.core = core;
		this.fixed = core.config().seeds().addresses();
		this.provider = core.config().seeds().provider();
	}

	/** Whether there is, or may one day be, anybody to join. */
	boolean isEmpty() {
		return this.fixed.isEmpty() && this.provider == null;
	}

	/** Whether the seeds may be others the next time. */
	boolean isChanging() {
		return this.provider != null;
	}

	/**
	 * Finds out whom to join.
	 * @param done called on the event loop, at once if there is nobody to ask. One caller
	 * at a time
	 */
	void seeds(Consumer<List<String>> done) {
		if (this.provider == null) {
			done.accept(this.fixed);
			return;
		}
		this.waiting = done;
		long mine = ++this.token;
		if (this.asking) {
			// it did not answer the last time and still does not
			answer(List.of());
			return;
		}
		this.asking = true;
		SeedProvider asked = this.provider;
		this.core.runtime().blocking().execute(() -> ask(asked));
		this.core.stalls().after(PATIENCE.toNanos(), () -> {
			if (mine == this.token && this.waiting != null) {
				warn("no answer within " + PATIENCE.toSeconds() + " s");
				answer(List.of());
			}
		});
	}

	/** Off the event loop. Whatever goes wrong in there must not end the rejoining. */
	private void ask(SeedProvider asked) {
		List<String> said = new ArrayList<>();
		String problem = null;
		try {
			for (String address : asked.seeds()) {
				if (address != null && !address.isBlank() && address.length() <= MAX_ADDRESS_LENGTH) {
					said.add(address);
				}
			}
		}
		catch (Throwable ex) {
			said.clear();
			problem = String.valueOf(ex);
			logger.atDebug().setCause(ex).log("The seed provider has failed");
		}
		String failure = problem;
		this.core.runtime().execute(() -> asked(said, failure));
	}

	private void asked(List<String> said, @Nullable String failure) {
		this.asking = false;
		if (failure != null) {
			warn(failure);
		}
		else if (this.warned) {
			this.warned = false;
			logger.atInfo().addKeyValue("seeds", said.size()).log("The seed provider answers again");
		}
		if (this.waiting == null) {
			this.late = said;
		}
		else {
			answer(said);
		}
	}

	private void answer(List<String> said) {
		Consumer<List<String>> done = this.waiting;
		this.waiting = null;
		Set<String> all = new LinkedHashSet<>(this.fixed);
		all.addAll(someOf(this.late));
		all.addAll(someOf(said));
		this.late = List.of();
		if (done != null) {
			done.accept(List.copyOf(all));
		}
	}

	private List<String> someOf(List<String> said) {
		if (said.size() <= MAX_PROVIDED) {
			return said;
		}
		List<String> some = new ArrayList<>(said);
		for (int i = 0; i < MAX_PROVIDED; i++) {
			int other = i + this.core.runtime().random().nextInt(some.size() - i);
			some.set(i, some.set(other, some.get(i)));
		}
		return some.subList(0, MAX_PROVIDED);
	}

	private void warn(String problem) {
		long now = this.core.runtime().nanoTime();
		if (this.warned && now - this.warnAgainAt < 0) {
			logger.atDebug().addKeyValue("error", SafeText.of(problem)).log("The seed provider still fails");
			return;
		}
		this.warned = true;
		this.warnAgainAt = now + WARN_INTERVAL_NANOS;
		logger.atWarn()
			.addKeyValue("error", SafeText.of(problem))
			.log("The seed provider has failed, going on with what else is known: {}", SafeText.of(problem));
	}

}
