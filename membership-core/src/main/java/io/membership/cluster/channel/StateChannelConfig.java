package io.membership.cluster.channel;

import java.time.Duration;
import java.util.regex.Pattern;

import io.membership.SafeText;

/**
 * Settings of a {@link StateChannel}. Immutable.
 *
 * @param name name of the channel, the same on every member: 1 to 64 letters, digits,
 * dots, hyphens and underscores
 * @param exchangeInterval time between exchanges of the state with a random member, with
 * jitter; grows with the number of members like the push/pull interval of the gossip
 * layer. Zero disables periodic exchanges
 * @param maxStateBytes largest change or state that is sent and accepted
 * @param onEventLoop whether the state is called on the event loop of the member,
 * together with the rest of the protocol. Only for state machines that never block and
 * take microseconds; a slower one makes the member appear to have failed
 */
public record StateChannelConfig(String name, Duration exchangeInterval, int maxStateBytes, boolean onEventLoop) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

	/** The largest message of the gossip layer on a stream, less the overhead. */
	private static final int MAX_STATE_BYTES = 19 * 1024 * 1024;

	/** Checks the settings. */
	public StateChannelConfig {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"channel name '" + SafeText.of(name) + "' must be 1 to 64 letters, digits, '.', '-' and '_'");
		}
		if (exchangeInterval.isNegative()) {
			throw new IllegalArgumentException("exchangeInterval must not be negative, but is " + exchangeInterval);
		}
		if (maxStateBytes < 1 || maxStateBytes > MAX_STATE_BYTES) {
			throw new IllegalArgumentException(
					"maxStateBytes must be 1 to " + MAX_STATE_BYTES + ", but is " + maxStateBytes);
		}
	}

	/**
	 * Returns the defaults: an exchange every 30 seconds, states up to 19 MiB, off the
	 * event loop.
	 * @param name name of the channel
	 * @return the settings
	 */
	public static StateChannelConfig of(String name) {
		return new StateChannelConfig(name, DEFAULT_INTERVAL, MAX_STATE_BYTES, false);
	}

	/**
	 * Returns a copy with another time between exchanges.
	 * @param interval the time; zero for no periodic exchanges
	 * @return a copy
	 */
	public StateChannelConfig withExchangeInterval(Duration interval) {
		return new StateChannelConfig(this.name, interval, this.maxStateBytes, this.onEventLoop);
	}

	/**
	 * Returns a copy whose state is called on the event loop.
	 * @return a copy
	 */
	public StateChannelConfig withEventLoop() {
		return new StateChannelConfig(this.name, this.exchangeInterval, this.maxStateBytes, true);
	}

}
