package io.membership.gossip;

import java.time.Duration;
import java.util.Set;

import io.membership.ConfigException;
import io.membership.SettingRules;

/**
 * Failure detection (SWIM, with the local health of Lifeguard).
 *
 * @param interval time between probes
 * @param timeout time to wait for a direct ack
 * @param indirectChecks how many others are asked to probe a member that does not answer
 * @param tcpFallback whether a member that does not answer by UDP is pinged by TCP
 * @param tcpFallbackDisabledFor names of members that are never pinged by TCP
 * @param awarenessMaxMultiplier upper limit (exclusive) of the local health score, by
 * which probing slows down
 */
public record ProbeConfig(Duration interval, Duration timeout, int indirectChecks, boolean tcpFallback,
		Set<String> tcpFallbackDisabledFor, int awarenessMaxMultiplier) {

	static final ProbeConfig DEFAULT = new ProbeConfig(Duration.ofSeconds(1), Duration.ofMillis(500), 3, true, Set.of(),
			8);

	/** Copies the names. */
	public ProbeConfig {
		tcpFallbackDisabledFor = Set.copyOf(tcpFallbackDisabledFor);
	}

	/** Returns a copy with another {@link #interval()}. */
	public ProbeConfig withInterval(Duration value) {
		return new ProbeConfig(value, this.timeout, this.indirectChecks, this.tcpFallback, this.tcpFallbackDisabledFor,
				this.awarenessMaxMultiplier);
	}

	/** Returns a copy with another {@link #timeout()}. */
	public ProbeConfig withTimeout(Duration value) {
		return new ProbeConfig(this.interval, value, this.indirectChecks, this.tcpFallback, this.tcpFallbackDisabledFor,
				this.awarenessMaxMultiplier);
	}

	/** Returns a copy with another {@link #indirectChecks()}. */
	public ProbeConfig withIndirectChecks(int value) {
		return new ProbeConfig(this.interval, this.timeout, value, this.tcpFallback, this.tcpFallbackDisabledFor,
				this.awarenessMaxMultiplier);
	}

	/** Returns a copy with another {@link #tcpFallback()}. */
	public ProbeConfig withTcpFallback(boolean value) {
		return new ProbeConfig(this.interval, this.timeout, this.indirectChecks, value, this.tcpFallbackDisabledFor,
				this.awarenessMaxMultiplier);
	}

	/** Returns a copy with another {@link #tcpFallbackDisabledFor()}. */
	public ProbeConfig withTcpFallbackDisabledFor(Set<String> value) {
		return new ProbeConfig(this.interval, this.timeout, this.indirectChecks, this.tcpFallback, value,
				this.awarenessMaxMultiplier);
	}

	/** Returns a copy with another {@link #awarenessMaxMultiplier()}. */
	public ProbeConfig withAwarenessMaxMultiplier(int value) {
		return new ProbeConfig(this.interval, this.timeout, this.indirectChecks, this.tcpFallback,
				this.tcpFallbackDisabledFor, value);
	}

	/** Checks the settings. */
	void check() {
		SettingRules.positive("probe.interval", this.interval);
		if (this.interval.compareTo(Duration.ofDays(1)) > 0) {
			throw new ConfigException("probe.interval", this.interval + " is out of range.",
					"Probe at least once a day.");
		}
		SettingRules.positive("probe.timeout", this.timeout);
		if (this.timeout.compareTo(this.interval) >= 0) {
			throw new ConfigException("probe.timeout",
					this.timeout + " is not shorter than probe.interval " + this.interval + ".",
					"Shorten the time-out or lengthen the interval, so that indirect probes have time to answer.");
		}
		SettingRules.between("probe.indirect-checks", this.indirectChecks, 0, 100);
		SettingRules.between("probe.awareness-max-multiplier", this.awarenessMaxMultiplier, 1, 1000);
	}

}
