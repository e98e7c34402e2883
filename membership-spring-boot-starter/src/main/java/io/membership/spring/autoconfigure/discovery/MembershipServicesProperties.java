package io.membership.spring.autoconfigure.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The {@code membership.services.*} properties: service discovery.
 *
 * @param enabled Whether this member takes part in service discovery.
 * @param exchangeInterval Time between comparisons of the catalog with that of a random
 * member, which grows with the cluster.
 * @param discoveryOrder Place of this catalog among several discovery clients of Spring
 * Cloud. The lowest is asked first.
 * @param registration Registration of the application itself.
 * @param sync When the services of this member are brought to the catalogs.
 * @param preservation When a list of instances is not believed to be true, and the last
 * known one is kept.
 * @param consul A Consul to keep in sync with the services of this member.
 */
@ConfigurationProperties("membership.services")
public record MembershipServicesProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("30s") Duration exchangeInterval, @DefaultValue("0") int discoveryOrder,
		@DefaultValue Registration registration, @DefaultValue Sync sync, @DefaultValue Preservation preservation,
		@DefaultValue Consul consul) {

	/** How a service is to be called. */
	public enum Scheme {

		/** As the web server is configured. */
		AUTO,
		/** By HTTP. */
		HTTP,
		/** By HTTPS. */
		HTTPS

	}

	/**
	 * Registration of the application itself.
	 *
	 * @param enabled Whether the application registers itself as a service when its web
	 * server runs.
	 * @param name Name of the service, by which others call it. By default
	 * spring.application.name.
	 * @param id What identifies the instance. By default made of the name, the port and
	 * the name of the member.
	 * @param address Address or host name that others call. By default server.address, or
	 * the address of the member if that is not set.
	 * @param port Port that others call. 0 means that of the web server. An application
	 * without a web server is registered only if this is set.
	 * @param scheme How the service is to be called.
	 * @param tags Comma-separated list of words that tell instances apart.
	 * @param metadata Map of what else there is to know about the instance. Others can
	 * read it.
	 * @param followReadiness Whether the instance is critical while the application does
	 * not accept traffic. Otherwise it is passing from the start.
	 * @param deregisterDelay Shortest time that the shutdown waits after it has
	 * deregistered, before the web server stops. Zero does not wait.
	 */
	public record Registration(@DefaultValue("true") boolean enabled, @Nullable String name, @Nullable String id,
			@Nullable String address, @DefaultValue("0") int port, @DefaultValue("auto") Scheme scheme,
			@DefaultValue List<String> tags, @DefaultValue Map<String, String> metadata,
			@DefaultValue("true") boolean followReadiness, @DefaultValue("1s") Duration deregisterDelay) {

	}

	/**
	 * When the services of this member are brought to the catalogs.
	 *
	 * @param interval Time between full syncs, which grows with the cluster, and to which
	 * a random stagger of up to as long is added. Changes are synced at once.
	 * @param retryInterval Time after which a failed full sync is tried again, to which a
	 * random stagger of up to as long is added.
	 * @param timeout Limit for a call of a catalog.
	 */
	public record Sync(@DefaultValue("1m") Duration interval, @DefaultValue("15s") Duration retryInterval,
			@DefaultValue("10s") Duration timeout) {

	}

	/**
	 * When a list of instances is not believed to be true, and the last known one is
	 * kept.
	 *
	 * @param enabled Whether lists are kept at all.
	 * @param share Share of the instances of a service in percent. If more vanish in one
	 * window because their members fail, that is not believed.
	 * @param minimum How many instances must have vanished.
	 * @param window Time in which they have vanished.
	 * @param limit Time after which it is believed nevertheless, unless this member is
	 * alone.
	 */
	public record Preservation(@DefaultValue("true") boolean enabled, @DefaultValue("33") int share,
			@DefaultValue("2") int minimum, @DefaultValue("30s") Duration window, @DefaultValue("5m") Duration limit) {

	}

	/**
	 * A Consul to keep in sync with the services of this member.
	 *
	 * @param url URL of a Consul agent, as http://127.0.0.1:8500. Without one there is
	 * none.
	 * @param token ACL token for Consul.
	 * @param timeout Limit for a call of Consul.
	 * @param timeToLive Time without a word from this member after which Consul takes its
	 * services for critical. Several times the interval of full syncs.
	 * @param deregisterAfter Further time after which Consul forgets such services. Zero
	 * means never.
	 */
	public record Consul(@Nullable String url, @Nullable String token, @DefaultValue("5s") Duration timeout,
			@DefaultValue("10m") Duration timeToLive, @DefaultValue("0s") Duration deregisterAfter) {

		@Override
		public String toString() {
			return "Consul[url=" + this.url + ", token=" + ((this.token != null) ? "hidden" : "none") + "]";
		}

	}

}
