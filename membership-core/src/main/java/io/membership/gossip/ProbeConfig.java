package io.membership.gossip;

import java.time.Duration;
import java.util.Set;

import io.membership.ConfigException;
import io.membership.SettingRules;

/**
 * Failure detection (SWIM, with the local health of Lifeguard).
 *
 * @param interval time between probes; each probes one member. Lower it to detect
 * failures faster; a loaded network or machine then causes more false suspicions.
 * Suspicion time-outs are a multiple of it. Use the same value on all members
 * @param timeout time to wait for the answer to a direct ping; after it, other members
 * are asked to ping. Set it to about the 99th percentile of the round-trip time between
 * members. Must be shorter than {@link #interval()}
 * @param indirectChecks number of other members that are asked to ping a member that does
 * not answer. Raise it to rule out bad links between two members; each failed probe then
 * causes more traffic. 0 switches indirect probes off
 * @param tcpFallback whether the member also pings over TCP when a direct ping by UDP is
 * not answered. It keeps members alive where UDP is blocked, and logs a warning. Set it
 * to false if only working UDP should count
 * @param tcpFallbackDisabledFor names of members that are never pinged over TCP, for
 * example because a firewall blocks TCP to them
 * @param awarenessMaxMultiplier limit for slowing down while this member is itself slow:
 * the probe interval is multiplied by its health score plus 1, and the score stays below
 * this limit. Raise it on overloaded hosts to avoid false suspicions; such a member then
 * detects failures more slowly. 1 switches the slowdown off
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
