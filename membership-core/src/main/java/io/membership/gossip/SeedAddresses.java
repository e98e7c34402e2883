package io.membership.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Resolves the configured seeds before the start, to see which routes lead to them. A
 * slow name server delays the start by no more than {@link #PATIENCE}.
 */
final class SeedAddresses {

	/** The longest that all names together may take. */
	static final Duration PATIENCE = Duration.ofSeconds(1);

	private final JoinAddress.Resolver resolver;

	private final Executor blocking;

	SeedAddresses(JoinAddress.Resolver resolver, Executor blocking) {
		this.resolver = resolver;
		this.blocking = blocking;
	}

	/**
	 * Resolves what can be resolved in time. Blocks.
	 * @param seeds addresses as users write them
	 * @param defaultPort the port of those without one
	 * @return the addresses, in the order of the seeds
	 */
	List<InetSocketAddress> resolve(List<String> seeds, int defaultPort) {
		List<CompletableFuture<List<InetSocketAddress>>> lookups = seeds.stream()
			.map((seed) -> lookUp(seed, defaultPort))
			.toList();
		return lookups.stream().flatMap((lookup) -> lookup.join().stream()).toList();
	}

	private CompletableFuture<List<InetSocketAddress>> lookUp(String seed, int defaultPort) {
		JoinAddress address;
		try {
			address = JoinAddress.parse(seed, defaultPort);
		}
		catch (IllegalArgumentException ex) {
			return CompletableFuture.completedFuture(List.of());
		}
		InetAddress literal = AddressPicker.literal(address.host());
		if (literal != null) {
			return CompletableFuture.completedFuture(List.of(new InetSocketAddress(literal, address.port())));
		}
		return CompletableFuture.supplyAsync(() -> lookUp(address), this.blocking)
			.exceptionally((failure) -> List.of())
			.completeOnTimeout(List.of(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
	}

	private List<InetSocketAddress> lookUp(JoinAddress address) {
		try {
			return address.resolve(this.resolver);
		}
		catch (UnknownHostException ex) {
			// another seed, or the default route, has to do; the join reports the failure
			return List.of();
		}
	}

}
