package io.membership.spring.autoconfigure.discovery;

import java.net.URI;
import java.util.List;

import io.membership.ConfigException;
import io.membership.catalog.CatalogBackend;
import io.membership.catalog.CatalogConfig;
import io.membership.catalog.ConsulCatalogBackend;
import io.membership.catalog.ConsulConfig;

import org.springframework.util.StringUtils;

/** Maps the properties to the core's settings of service discovery. */
final class CatalogConfigMapper {

	private static final double PERCENT = 100;

	private CatalogConfigMapper() {
	}

	/**
	 * Maps the properties.
	 * @param properties the properties
	 * @param member name of this member
	 */
	static CatalogConfig map(MembershipServicesProperties properties, String member) {
		MembershipServicesProperties.Sync sync = properties.sync();
		MembershipServicesProperties.Preservation preservation = properties.preservation();
		return CatalogConfig.DEFAULT
			.withSync(new CatalogConfig.Sync(sync.interval(), sync.retryInterval(),
					CatalogConfig.Sync.DEFAULT.triggerStagger(), sync.timeout()))
			.withPreservation(new CatalogConfig.Preservation(preservation.enabled(), preservation.share() / PERCENT,
					preservation.minimum(), preservation.window(), preservation.limit()))
			.withExchangeInterval(properties.exchangeInterval())
			.withBackends(consul(properties.consul(), member));
	}

	private static List<CatalogBackend> consul(MembershipServicesProperties.Consul properties, String member) {
		if (!StringUtils.hasText(properties.url())) {
			return List.of();
		}
		return List.of(ConsulCatalogBackend.create(member,
				new ConsulConfig(url(properties.url().strip()),
						StringUtils.hasText(properties.token()) ? properties.token().strip() : null,
						properties.timeout(), properties.timeToLive(), properties.deregisterAfter())));
	}

	private static URI url(String text) {
		try {
			URI url = URI.create(text);
			if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
				return url;
			}
		}
		catch (IllegalArgumentException ex) {
			// reported below, with the remedy
		}
		throw new ConfigException("services.consul.url", "'" + text + "' is not an http or https URL.",
				"Use the address of a Consul agent, such as http://127.0.0.1:8500.");
	}

}
