package io.membership.catalog;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How to reach a Consul agent, by preference the one on the same machine. Immutable.
 *
 * @param url its HTTP API, as {@code http://127.0.0.1:8500}
 * @param token ACL token, or {@code null}; never shown
 * @param timeout limit for one call
 * @param timeToLive after what time without a word from this member Consul takes its
 * services for critical; several times the interval of full syncs
 * @param deregisterAfter after what further time Consul forgets such services; zero for
 * never
 */
public record ConsulConfig(URI url, @Nullable String token, Duration timeout, Duration timeToLive,
		Duration deregisterAfter) {

	/**
	 * The defaults: calls up to 5 seconds, 10 minutes to live, never forgotten.
	 * @param url its HTTP API
	 * @return the settings
	 */
	public static ConsulConfig of(URI url) {
		return new ConsulConfig(url, null, Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ZERO);
	}

	/**
	 * The same with an ACL token.
	 * @param value the token
	 * @return a copy
	 */
	public ConsulConfig withToken(String value) {
		return new ConsulConfig(this.url, value, this.timeout, this.timeToLive, this.deregisterAfter);
	}

	/** Without the token. */
	@Override
	public String toString() {
		return "ConsulConfig[url=" + this.url + ", token=" + ((this.token != null) ? "***" : "none") + ", timeout="
				+ this.timeout + ", timeToLive=" + this.timeToLive + ", deregisterAfter=" + this.deregisterAfter + "]";
	}

}
