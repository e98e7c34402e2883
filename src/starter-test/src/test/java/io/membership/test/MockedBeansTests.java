package io.membership.test;

import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.membership.agent.AgentLog;
import io.membership.catalog.CatalogConfig;
import io.membership.catalog.LocalServices;
import io.membership.catalog.ServiceCatalog;
import io.membership.catalog.ServiceDiscovery;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.runtime.TransportFactory;
import io.membership.spring.ClusterTemplate;
import io.membership.spring.Clusters;
import io.membership.spring.LocalNodes;
import io.membership.spring.PayloadCodec;
import io.membership.spring.Payloads;
import io.membership.spring.actuate.ClusterEndpoint;
import io.membership.spring.actuate.ClusterHealthIndicator;
import io.membership.spring.actuate.ClusterInfoContributor;
import io.membership.spring.autoconfigure.Own;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.verify;

/** A test can replace what the application injects, and the starter runs as always. */
class MockedBeansTests {

	/** Packages of types that are public for the starter only. */
	private static final Set<String> INTERNAL = Set.of("io.membership.spring.agent", "io.membership.spring.discovery",
			"io.membership.spring.discovery.cloud", "io.membership.spring.event", "io.membership.spring.lifecycle",
			"io.membership.spring.metrics");

	@Nested
	@SpringBootTest
	@MockitoBean(types = { Cluster.class, Clusters.class, ClusterTemplate.class, Memberlist.class, LocalNodes.class,
			MemberlistConfig.class, ClusterConfig.class, TransportFactory.class, PayloadCodec.class, Payloads.class,
			ServiceDiscovery.class, ServiceCatalog.class, LocalServices.class, CatalogConfig.class, AgentLog.class,
			ClusterEndpoint.class, ClusterHealthIndicator.class, ClusterInfoContributor.class, ServiceRegistry.class,
			Registration.class, DiscoveryClient.class })
	class AllAtOnce {

		@Autowired
		private ApplicationContext context;

		@Autowired
		private Cluster cluster;

		@Test
		void leaveTheApplicationRunning() {
			assertThat(mockingDetails(this.cluster).isMock()).isTrue();
			assertThat(mockingDetails(this.context.getBean(ServiceCatalog.class)).isMock()).isTrue();
		}

		@Test
		void areAllBeansThatApplicationsMayInject() {
			List<Class<?>> mocked = Arrays.asList(AllAtOnce.class.getAnnotationsByType(MockitoBean.class)[0].types());
			Set<String> missed = Arrays.stream(this.context.getBeanDefinitionNames())
				.filter((name) -> name.startsWith("membership") || name.startsWith("cluster"))
				.map(this.context::getType)
				.filter((type) -> type != null && type.getName().startsWith("io.membership."))
				.filter((type) -> !type.isAnnotationPresent(ConfigurationProperties.class) && type != Own.class)
				.filter((type) -> Modifier.isPublic(type.getModifiers()))
				.filter((type) -> !INTERNAL.contains(type.getPackageName()))
				.filter((type) -> mocked.stream().noneMatch((mock) -> mock.isAssignableFrom(type)))
				.map(ClassUtils::getShortName)
				.collect(Collectors.toCollection(TreeSet::new));
			assertThat(missed).isEmpty();
		}

	}

	@Nested
	@SpringBootTest
	class TheCluster {

		@MockitoBean
		private Cluster cluster;

		@Autowired
		private ClusterTemplate template;

		@Autowired
		private Memberlist memberlist;

		@Test
		void receivesWhatTheApplicationSends() {
			this.template.publish("deploy", "now");
			verify(this.cluster).publish("deploy", "now".getBytes(StandardCharsets.UTF_8), false);
		}

		@Test
		void isNotTheMemberThatRuns() {
			assertThat(this.memberlist.members()).hasSize(1);
		}

	}

	@Nested
	@SpringBootTest
	class TheCatalog {

		@MockitoBean
		private ServiceCatalog catalog;

		@Test
		void answersAsTold() {
			given(this.catalog.services()).willReturn(Set.of("stock"));
			assertThat(this.catalog.services()).containsExactly("stock");
		}

	}

}
