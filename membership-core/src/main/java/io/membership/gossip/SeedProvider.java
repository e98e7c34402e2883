package io.membership.gossip;

import java.util.List;

/**
 * Knows whom to join where that is not known beforehand: asks a name server, reads a
 * file, looks into a registry.
 * <p>
 * Asked at the first join, and again at each further attempt and each periodic rejoin,
 * for as long as the member runs; what it says is joined together with the
 * {@linkplain MemberlistConfig#seeds() seeds} of the settings. Never asked again while it
 * is still at it. A call that takes longer than five seconds is not waited for: its
 * answer counts at the next occasion. A provider that throws is logged now and then, and
 * is otherwise as good as one that knows nobody.
 */
@FunctionalInterface
public interface SeedProvider {

	/**
	 * Finds out whom to join. Called off the event loop, on the executor for blocking
	 * work, by one thread at a time.
	 * @return addresses as {@link Memberlist#join} takes them, in no particular order;
	 * untrusted. The member's own address may be among them, and what is no address costs
	 * nothing else. Of very many a random choice is contacted at one time
	 * @throws Exception if it cannot be found out just now
	 */
	List<String> seeds() throws Exception;

}
