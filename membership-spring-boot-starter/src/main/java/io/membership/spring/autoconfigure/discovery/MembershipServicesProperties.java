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
 * @param enabled Whether this member takes part in service discovery. Set it to false if
 * another registry does that; the member then neither registers services nor knows those
 * of others.
 * @param exchangeInterval Time between comparisons of the catalog with that of a random
 * member. It grows with the cluster: above 32 members, each doubling adds one interval.
 * Lower it to repair lost changes faster; two catalogs that agree exchange only a hash.
 * @param discoveryOrder Order of this catalog among several discovery clients of Spring
 * Cloud. The lowest is asked first.
 * @param registration Registration of the application itself.
 * @param sync When the member brings its services to the catalogs.
 * @param preservation When the member does not believe that instances are gone, and keeps
 * the last known list.
 * @param consul Consul to keep in sync with the services of this member.
 */
@ConfigurationProperties("membership.services")
public record MembershipServicesProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("30s") Duration exchangeInterval, @DefaultValue("0") int discoveryOrder,
		@DefaultValue Registration registration, @DefaultValue Sync sync, @DefaultValue Preservation preservation,
		@DefaultValue Consul consul) {

	/** Scheme for callers of a service. */
	public enum Scheme {

		/** The scheme of the web server. */
		AUTO,
		/** HTTP. */
		HTTP,
		/** HTTPS. */
		HTTPS

	}

	/**
	 * Registration of the application itself.
	 *
	 * @param enabled Whether the application registers itself as a service when its web
	 * server runs. Set it to false for an application that only calls others.
	 * @param name Name of the service, by which other applications call it. The value of
	 * spring.application.name unless set.
	 * @param id Identifier of the instance, unique among the services of this member.
	 * Derived from the name, the port and the name of the member unless set.
	 * @param address Address or host name for callers. The value of server.address unless
	 * set, or else the address of the member. Set it where callers need another one, as
	 * behind a proxy.
	 * @param port Port for callers. 0 means the port of the web server. An application
	 * without a web server registers itself only if this is set.
	 * @param scheme Scheme for callers. auto follows the configuration of the web server.
	 * Set it if a proxy terminates TLS.
	 * @param tags Comma-separated list of words that distinguish instances, such as a
	 * color or a zone.
	 * @param metadata Map of further facts about the instance. Every member can read
	 * them, so put no secrets here.
	 * @param followReadiness Whether the instance is critical, and gets no calls, while
	 * the application does not accept traffic. Otherwise it is passing as soon as it is
	 * registered.
	 * @param deregisterDelay Shortest time between the deregistration and the stop of the
	 * web server at shutdown. Raise it in large clusters, where news takes longer to
	 * reach all callers; each shutdown takes that much longer. Zero does not wait.
	 */
	public record Registration(@DefaultValue("true") boolean enabled, @Nullable String name, @Nullable String id,
			@Nullable String address, @DefaultValue("0") int port, @DefaultValue("auto") Scheme scheme,
			@DefaultValue List<String> tags, @DefaultValue Map<String, String> metadata,
			@DefaultValue("true") boolean followReadiness, @DefaultValue("1s") Duration deregisterDelay) {

	}

	/**
	 * When the services of this member are brought to the catalogs.
	 *
	 * @param interval Time between full syncs, which grows with the cluster; a random
	 * time of up to the same length is added. Changes are synced at once in any case.
	 * Lower it to correct foreign changes in a catalog sooner; each full sync reads the
	 * whole registration.
	 * @param retryInterval Time after which a failed full sync is tried again; a random
	 * time of up to the same length is added. Raise it to spare a catalog that is
	 * overloaded.
	 * @param timeout Limit for a call of a catalog. Raise it for a slow catalog.
	 */
	public record Sync(@DefaultValue("1m") Duration interval, @DefaultValue("15s") Duration retryInterval,
			@DefaultValue("10s") Duration timeout) {

	}

	/**
	 * When a list of instances is not believed to be true, and the last known one is
	 * kept.
	 *
	 * @param enabled Whether the member keeps lists of instances that seem to vanish
	 * together. Set it to false if callers should rather see no instance than one that
	 * may be gone.
	 * @param share Share of the instances of a service, in percent. If more of them fail
	 * within the window, the list is kept and marked stale. Raise it in small clusters,
	 * where a few failures are many percent; a real outage is then believed sooner, and
	 * so is a partition.
	 * @param minimum Number of instances that must fail within the window before the list
	 * is kept. Raise it to believe the failure of a few instances at once.
	 * @param window Time within which instances must fail to count as failed together.
	 * Raise it if a partition is noticed member by member over a longer time.
	 * @param limit Longest time that a list is kept, unless this member is alone. Raise
	 * it to bridge longer partitions; callers may then get dead instances for longer.
	 */
	public record Preservation(@DefaultValue("true") boolean enabled, @DefaultValue("33") int share,
			@DefaultValue("2") int minimum, @DefaultValue("30s") Duration window, @DefaultValue("5m") Duration limit) {

	}

	/**
	 * A Consul to keep in sync with the services of this member.
	 *
	 * @param url URL of a Consul agent, such as http://127.0.0.1:8500, preferably on the
	 * same machine. Unless set, the member uses no Consul.
	 * @param token ACL token for Consul.
	 * @param timeout Limit for a call of Consul. Raise it for an agent on a slow link.
	 * @param timeToLive Time without a sign of life from this member after which Consul
	 * considers its services critical. Keep it at several times sync.interval; lower it
	 * to notice a killed member sooner in Consul.
	 * @param deregisterAfter Additional time after which Consul forgets critical services
	 * of this member. Set it if members do not come back under their names. Zero means
	 * never.
	 */
	public record Consul(@Nullable String url, @Nullable String token, @DefaultValue("5s") Duration timeout,
			@DefaultValue("10m") Duration timeToLive, @DefaultValue("0s") Duration deregisterAfter) {

		@Override
		public String toString() {
			return "Consul[url=" + this.url + ", token=" + ((this.token != null) ? "hidden" : "none") + "]";
		}

	}

}
