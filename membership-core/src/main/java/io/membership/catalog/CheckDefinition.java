package io.membership.catalog;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

import io.membership.SafeText;

/**
 * How the health of a service is found out, by the member that runs it. A service without
 * checks is as healthy as {@link LocalServices#setHealth} says. Checks are only ever
 * those that this process has registered itself: nothing that comes from the network
 * makes a member call anything.
 */
public sealed interface CheckDefinition {

	/**
	 * Identifies the check among those of its service.
	 * @return the id
	 */
	String id();

	/**
	 * The application reports from time to time that it is well
	 * ({@link LocalServices#report}). Critical until the first report, and when none has
	 * come for a time.
	 *
	 * @param id identifies the check
	 * @param timeToLive how long a report is good for
	 */
	record Ttl(String id, Duration timeToLive) implements CheckDefinition {

		/** Checks the settings. */
		public Ttl {
			positive("timeToLive", timeToLive);
		}

	}

	/**
	 * An HTTP GET: 2xx is passing, 429 a warning, everything else critical, redirects
	 * included, which are not followed. Of the body only the beginning is read.
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
