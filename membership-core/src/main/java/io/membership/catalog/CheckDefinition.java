package io.membership.catalog;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

import io.membership.SafeText;

/**
 * A health check of a service, run by its member. A service without checks has the health
 * that {@link LocalServices#setHealth} sets. Checks come only from this process: data
 * from the network never makes a member call anything.
 */
public sealed interface CheckDefinition {

	/**
	 * Returns the id of the check, unique within its service.
	 * @return the id
	 */
	String id();

	/**
	 * A check that the application reports to from time to time
	 * ({@link LocalServices#report}). Critical before the first report, and after the
	 * time to live has passed without one.
	 *
	 * @param id identifies the check
	 * @param timeToLive time for which a report is valid
	 */
	record Ttl(String id, Duration timeToLive) implements CheckDefinition {

		/** Checks the settings. */
		public Ttl {
			positive("timeToLive", timeToLive);
		}

	}

	/**
	 * An HTTP GET: 2xx is passing, 429 is a warning, all other responses are critical,
	 * including redirects, which the check does not follow. Only the beginning of the
	 * body is read.
	 *
	 * @param id identifies the check
	 * @param url an http or https URL
	 * @param interval time between two calls, with jitter
	 * @param timeout limit for one call as a whole
	 */
	record Http(String id, URI url, Duration interval, Duration timeout) implements CheckDefinition {

		/** Checks the settings. */
		public Http {
			String scheme = (url.getScheme() != null) ? url.getScheme().toLowerCase(Locale.ROOT) : "";
			if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
				throw new IllegalArgumentException("The URL of a check must be an http or https URL, but is '"
						+ SafeText.of(url.toString()) + "'");
			}
			positive("interval", interval);
			positive("timeout", timeout);
		}

	}

	/**
	 * A TCP connect: passing if it succeeds.
	 *
	 * @param id identifies the check
	 * @param host host name or IP address
	 * @param port the port
	 * @param interval time between two connects, with jitter
	 * @param timeout limit for one connect
	 */
	record Tcp(String id, String host, int port, Duration interval, Duration timeout) implements CheckDefinition {

		/** Checks the settings. */
		public Tcp {
			if (port < 1 || port > 65535) {
				throw new IllegalArgumentException("The port of a check must be 1 to 65535, but is " + port);
			}
			positive("interval", interval);
			positive("timeout", timeout);
		}

	}

	private static void positive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(name + " of a check must be positive, but is " + value);
		}
	}

}
