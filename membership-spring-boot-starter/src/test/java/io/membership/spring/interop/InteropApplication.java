package io.membership.spring.interop;

import io.membership.catalog.CatalogConfig;
import io.membership.catalog.ClusterServices;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceRegistration;
import io.membership.cluster.Cluster;
import io.membership.spring.annotation.OnQuery;
import io.membership.spring.event.UserEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/**
 * The application of the mixed cluster: logs user events, answers the query {@code load},
 * as the event handlers of the agents do, and has a service in the catalog, which must
 * not disturb agents.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class InteropApplication {

	private static final Logger logger = LoggerFactory.getLogger(InteropApplication.class);

	@Value("${membership.node-name}")
	private String name;

	public static void main(String[] arguments) {
		SpringApplication.run(InteropApplication.class, arguments);
	}

	@EventListener
	void on(UserEvent event) {
		logger.info("event {} {}", event.getName(), event.getText());
	}

	@OnQuery("load")
	String load(String payload) {
		return "load of " + this.name + " for " + payload;
	}

	@Bean(destroyMethod = "close")
	ClusterServices clusterServices(Cluster cluster) {
		return ClusterServices.create(cluster, CatalogConfig.DEFAULT);
	}

	@Bean
	ApplicationRunner service(ClusterServices services, @Value("${server.port}") int port) {
		return (arguments) -> {
			services.start();
			services.agent().register(ServiceRegistration.of(ServiceDefinition.of("load", port)));
		};
	}

}
