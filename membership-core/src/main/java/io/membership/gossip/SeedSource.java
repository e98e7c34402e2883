package io.membership.gossip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.membership.SafeText;
import io.membership.runtime.RateLimit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the addresses to join: the configured seeds, and those that the
 * {@link SeedProvider} returns. Confined to the event loop, except for the call of the
 * provider itself.
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

	/** Interval at which repeated failures are logged. */
	private static final Duration WARN_INTERVAL = Duration.ofMinutes(10);

	private static final Logger logger = LoggerFactory.getLogger(SeedSource.class);

	private final NodeContext context;

	private final List<String> fixed;

	private final @Nullable SeedProvider provider;

	private @Nullable Consumer<List<String>> waiting;

	private boolean asking;

	/** An answer that came too late for its caller. */
	private List<String> late = List.of();

	private long token;

	private final RateLimit warnings = new RateLimit(WARN_INTERVAL);

	private boolean warned;

	SeedSource(NodeContext context) {
		this.context = context;
		this.fixed = context.config().seeds().addresses();
		this.provider = context.config().seeds().provider();
	}

	/** Whether there is no address to join, and never will be. */
	boolean isEmpty() {
		return this.fixed.isEmpty() && this.provider == null;
	}

	/** Whether the seeds may lead elsewhere the next time, as host names may. */
	boolean isChanging() {
		return this.provider != null || this.fixed.stream().anyMatch(SeedSource::isHostName);
	}

	private static boolean isHostName(String address) {
		try {
			return AddressPicker.literal(JoinAddress.parse(address, 1).host()) == null;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * Finds the addresses to join. One caller at a time.
	 * @param done receives them on the event loop; at once if there is no provider
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
		this.context.runtime().blocking().execute(() -> ask(asked));
		this.context.stalls().after(PATIENCE.toNanos(), () -> {
			if (mine == this.token && this.waiting != null) {
				warn("no answer within " + PATIENCE.toSeconds() + " s");
				answer(List.of());
			}
		});
	}

	/** Runs off the event loop. No error of the provider may end the rejoining. */
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
		this.context.runtime().execute(() -> asked(said, failure));
	}

	private void asked(List<String> said, @Nullable String failure) {
		this.asking = false;
		if (failure != null) {
			warn(failure);
		}
		else if (this.warned) {
			this.warned = false;
			this.warnings.reset();
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
			int other = i + this.context.runtime().random().nextInt(some.size() - i);
			some.set(i, some.set(other, some.get(i)));
		}
		return some.subList(0, MAX_PROVIDED);
	}

	private void warn(String problem) {
		if (!this.warnings.tryAcquire(this.context.now())) {
			logger.atDebug().addKeyValue("error", SafeText.of(problem)).log("The seed provider still fails");
			return;
		}
		this.warned = true;
		logger.atWarn()
			.addKeyValue("error", SafeText.of(problem))
			.log("The seed provider has failed, going on with the other seeds: {}", SafeText.of(problem));
	}

}
