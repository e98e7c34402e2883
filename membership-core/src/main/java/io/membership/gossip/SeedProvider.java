package io.membership.gossip;

import java.util.List;

/**
 * Finds members to join when their addresses are not known beforehand: asks a name
 * server, reads a file, queries a registry.
 * <p>
 * Called at the first join, and again at each further attempt and each periodic rejoin,
 * for as long as the member runs; the addresses are joined together with the
 * {@linkplain MemberlistConfig#seeds() seeds} of the settings. Not called again while a
 * call still runs. A call that takes longer than five seconds is not waited for; its
 * result is used on the next occasion. If a provider throws, a warning is logged at a
 * limited rate, and the call counts as one without addresses.
 */
@FunctionalInterface
public interface SeedProvider {

	/**
	 * Returns the addresses to join. Called off the event loop, on the executor for
	 * blocking work, by one thread at a time.
	 * @return addresses as {@link Memberlist#join} takes them, in no particular order;
	 * untrusted. The address of this member may be among them, and an invalid address
	 * does not affect the others. Of very many, a random choice is contacted at one time
	 * @throws Exception if the addresses cannot be found at this moment
	 */
	List<String> seeds() throws Exception;

}
