package io.membership.catalog;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Settings for reaching a Consul agent, preferably the one on the same machine.
 * Immutable.
 *
 * @param url its HTTP API, such as {@code http://127.0.0.1:8500}
 * @param token ACL token, or {@code null}; never shown
 * @param timeout limit for one call
 * @param timeToLive time without contact to this member after which Consul marks its
 * services critical; several times the interval of full syncs
 * @param deregisterAfter further time after which Consul removes such services; zero for
 * never
 */
public record ConsulConfig(URI url, @Nullable String token, Duration timeout, Duration timeToLive,
		Duration deregisterAfter) {

	/**
	 * Returns the defaults: calls up to 5 seconds, 10 minutes to live, never removed.
	 * @param url its HTTP API
	 * @return the settings
	 */
	public static ConsulConfig of(URI url) {
		return new ConsulConfig(url, null, Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ZERO);
	}

	/**
	 * Returns a copy with an ACL token.
	 * @param value the token
	 * @return a copy
	 */
	public ConsulConfig withToken(String value) {
		return new ConsulConfig(this.url, value, this.timeout, this.timeToLive, this.deregisterAfter);
	}

	/** Hides the token. */
	@Override
	public String toString() {
		return "ConsulConfig[url=" + this.url + ", token=" + ((this.token != null) ? "***" : "none") + ", timeout="
				+ this.timeout + ", timeToLive=" + this.timeToLive + ", deregisterAfter=" + this.deregisterAfter + "]";
	}

}
