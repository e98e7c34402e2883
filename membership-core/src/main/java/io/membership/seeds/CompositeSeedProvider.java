package io.membership.seeds;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.membership.SafeText;
import io.membership.gossip.SeedProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Combines several providers. Asks all of them at the same time, on threads of their own;
 * a provider that fails or needs longer than four seconds does not delay the others. The
 * answer of a slow provider counts at the next attempt.
 */
public final class CompositeSeedProvider implements SeedProvider {

	private static final Logger logger = LoggerFactory.getLogger(CompositeSeedProvider.class);

	/** Less than a member waits for a provider. */
	private static final Duration PATIENCE = Duration.ofSeconds(4);

	private final List<Part> parts;

	/**
	 * Creates a provider.
	 * @param providers those to ask
	 */
	public CompositeSeedProvider(List<? extends SeedProvider> providers) {
		this.parts = providers.stream().map(Part::new).toList();
	}

	/**
	 * What all of them know.
	 * @return the addresses, each once
	 * @throws IOException if every single one has failed
	 */
	@Override
	public List<String> seeds() throws IOException, InterruptedException {
		this.parts.forEach(Part::ask);
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		Set<String> all = new LinkedHashSet<>();
		List<String> problems = new ArrayList<>();
		for (Part part : this.parts) {
			String problem = part.take(all, deadline);
			if (problem != null) {
				problems.add(problem);
			}
		}
		if (!problems.isEmpty() && problems.size() == this.parts.size()) {
			throw new IOException(String.join("; ", problems));
		}
		return List.copyOf(all);
	}

	/** One of the providers; asked by one thread at a time. */
	private static final class Part {

		private final SeedProvider provider;

		private @Nullable CompletableFuture<List<String>> pending;

		private boolean failing;

		private Part(SeedProvider provider) {
			this.provider = provider;
		}

		private synchronized void ask() {
			if (this.pending != null) {
				return;
			}
			CompletableFuture<List<String>> answer = new CompletableFuture<>();
			this.pending = answer;
			Thread thread = new Thread(() -> {
				try {
					answer.complete(this.provider.seeds());
				}
				catch (Throwable ex) {
					answer.completeExceptionally(ex);
				}
			}, "membership-discovery");
			thread.setDaemon(true);
			thread.start();
		}

		private synchronized @Nullable String take(Set<String> all, long deadline) throws InterruptedException {
			CompletableFuture<List<String>> answer = this.pending;
			if (answer == null) {
				return null;
			}
			String problem = null;
			try {
				List<String> seeds = answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
				seeds.forEach((seed) -> {
					if (seed != null) {
						all.add(seed);
					}
				});
				this.pending = null;
			}
			catch (TimeoutException ex) {
				problem = "no answer within " + PATIENCE.toSeconds() + " s";
			}
			catch (ExecutionException ex) {
				problem = String.valueOf(ex.getCause());
				this.pending = null;
			}
			catch (RuntimeException ex) {
				problem = String.valueOf(ex);
				this.pending = null;
			}
			tell(problem);
			return problem;
		}

		/** Once when it begins, once when it is over. */
		private void tell(@Nullable String problem) {
			String name = this.provider.getClass().getSimpleName();
			if (problem == null) {
				if (this.failing) {
					logger.atInfo().addKeyValue("provider", name).log("A seed provider answers again");
				}
			}
			else if (!this.failing) {
				logger.atWarn()
					.addKeyValue("provider", name)
					.addKeyValue("error", SafeText.of(problem))
					.log("A seed provider has failed: {}", SafeText.of(problem));
			}
			this.failing = problem != null;
		}

	}

}
