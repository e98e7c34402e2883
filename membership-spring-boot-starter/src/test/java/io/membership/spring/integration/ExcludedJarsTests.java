package io.membership.spring.integration;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Applications without the web that exclude a part of what the starter brings. */
class ExcludedJarsTests {

	private static final String ACTUATOR = "spring-boot-(starter-)?actuator.*";

	private static final String HEALTH = "spring-boot-health.*";

	private static final String MICROMETER = "(micrometer-(core|registry)|spring-boot-(starter-)?micrometer-metrics|prometheus).*";

	/**
	 * Always excluded: Tomcat can be had only once in a JVM, and nothing needs Spring
	 * Cloud.
	 */
	private static final String WEB = "(spring-web|spring-boot-(starter-)?(web|servlet|tomcat|http|restclient)|tomcat"
			+ "|spring-cloud|reactor).*";

	@Test
	void everythingIsThereByDefault() throws Exception {
		assertThat(beansWithout("nothing"))
			.contains("ClusterEndpoint", "ClusterHealthIndicator", "ClusterInfoContributor", "GossipMeters",
					"ClusterTimers", "ServiceCatalog", "LocalServices", "ClusterServicesEndpoint", "ServiceMeters",
					"ServiceRegistrationLifecycle")
			.doesNotContain("WebServerPorts", "MembershipDiscoveryClient");
	}

	@Test
	void withoutActuatorHealthAndMetersAreThere() throws Exception {
		assertThat(beansWithout(ACTUATOR)).contains("Memberlist", "ClusterHealthIndicator", "GossipMeters")
			.doesNotContain("ClusterEndpoint", "ClusterEndpointWebExtension", "ClusterInfoContributor");
	}

	@Test
	void withoutActuatorsAutoConfigurationHealthAndMetersAreThere() throws Exception {
		assertThat(beansWithout("spring-boot-actuator-autoconfigure.*"))
			.contains("Memberlist", "ClusterHealthIndicator", "GossipMeters")
			.doesNotContain("ClusterEndpoint", "ClusterInfoContributor");
	}

	@Test
	void withoutHealthTheEndpointAndMetersAreThere() throws Exception {
		assertThat(beansWithout(HEALTH)).contains("Memberlist", "ClusterEndpoint", "GossipMeters")
			.doesNotContain("ClusterHealthIndicator");
	}

	@Test
	void withoutMicrometerTheEndpointAndHealthAreThere() throws Exception {
		assertThat(beansWithout(MICROMETER)).contains("Memberlist", "ClusterEndpoint", "ClusterHealthIndicator")
			.doesNotContain("GossipMeters", "ClusterTimers");
	}

	@Test
	void withoutAnyOfThemTheMemberRuns() throws Exception {
		assertThat(beansWithout(String.join("|", ACTUATOR, HEALTH, MICROMETER)))
			.contains("Memberlist", "Cluster", "MembershipEventPublisher")
			.noneMatch((bean) -> bean.matches("Cluster.*(Endpoint|Indicator|Contributor|Meters|Timers).*"));
	}

	private static List<String> beansWithout(String jars) throws Exception {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(classPathWithout(jars), ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			Class<?> application = loader.loadClass(ReducedApplication.class.getName());
			return List.of((String[]) application.getMethod("beans").invoke(null));
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static URL[] classPathWithout(String jars) throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(entry);
			String jar = path.getFileName().toString();
			if (!jar.matches(jars) && !jar.matches(WEB)) {
				urls.add(path.toUri().toURL());
			}
		}
		return urls.toArray(URL[]::new);
	}

}
