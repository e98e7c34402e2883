package io.membership.spring.autoconfigure.discovery;

import java.net.URI;
import java.time.Duration;

import io.membership.catalog.CatalogConfig;
import io.membership.catalog.ConsulCatalogBackend;
import io.membership.catalog.HealthStatus;
import io.membership.catalog.LocalServices;
import io.membership.catalog.ServiceCatalog;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceDiscovery;
import io.membership.catalog.ServiceRegistration;
import io.membership.cluster.Cluster;
import io.membership.spring.actuate.ClusterServicesEndpoint;
import io.membership.spring.actuate.ClusterServicesEndpointWebExtension;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.spring.autoconfigure.actuate.MembershipSanitizingAutoConfiguration;
import io.membership.spring.autoconfigure.actuate.MembershipServicesEndpointAutoConfiguration;
import io.membership.spring.autoconfigure.actuate.MembershipServicesMetricsAutoConfiguration;
import io.membership.spring.discovery.ApplicationService;
import io.membership.spring.discovery.ServiceDiscoveryLifecycle;
import io.membership.spring.discovery.ServiceRegistrationLifecycle;
import io.membership.spring.discovery.WebServerPorts;
import io.membership.spring.discovery.cloud.CatalogHeartbeat;
import io.membership.spring.discovery.cloud.LoadBalancerCacheEviction;
import io.membership.spring.discovery.cloud.MembershipAutoServiceRegistration;
import io.membership.spring.discovery.cloud.MembershipDiscoveryClient;
import io.membership.spring.discovery.cloud.MembershipReactiveDiscoveryClient;
import io.membership.spring.discovery.cloud.MembershipRegistration;
import io.membership.spring.discovery.cloud.MembershipServiceRegistry;
import io.membership.spring.discovery.cloud.NoLoadBalancerCache;
import io.membership.spring.event.ServiceEventPublisher;
import io.membership.spring.metrics.ServiceMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class MembershipServicesAutoConfigurationTests {

	private static final AutoConfigurations ALL = AutoConfigurations.of(MembershipAutoConfiguration.class,
			MembershipServicesAutoConfiguration.class, MembershipRegistrationAutoConfiguration.class,
			MembershipDiscoveryClientAutoConfiguration.class, MembershipServicesEndpointAutoConfiguration.class,
			MembershipServicesMetricsAutoConfiguration.class, MembershipSanitizingAutoConfiguration.class);

	private static final String[] PROPERTIES = { "membership.bind-address=127.0.0.1", "membership.bind-port=0",
			"membership.profile=local", "spring.application.name=orders" };

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(ALL)
		.withPropertyValues(PROPERTIES);

	@Test
	void theCatalogAndTheAgentAreThereToInject() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ServiceCatalog.class)
				.hasSingleBean(LocalServices.class)
				.hasSingleBean(ServiceDiscoveryLifecycle.class)
				.hasSingleBean(ServiceEventPublisher.class)
				.hasSingleBean(ServiceRegistrationLifecycle.class)
				.hasSingleBean(WebServerPorts.class);
			context.getBean(LocalServices.class)
				.register(ServiceRegistration.of(ServiceDefinition.of("stock", 8080)))
				.join();
			eventually(() -> assertThat(context.getBean(ServiceCatalog.class).passing("stock")).singleElement()
				.satisfies((instance) -> assertThat(instance.service().address()).isEqualTo("127.0.0.1")));
		});
	}

	@Test
	void withSpringCloudItIsADiscoveryClientAndAServiceRegistry() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(MembershipDiscoveryClient.class)
			.hasSingleBean(MembershipReactiveDiscoveryClient.class)
			.hasSingleBean(MembershipServiceRegistry.class)
			.hasSingleBean(MembershipRegistration.class)
			.hasSingleBean(AutoServiceRegistration.class)
			.hasSingleBean(CatalogHeartbeat.class)
			.hasSingleBean(LoadBalancerCacheEviction.class)
			.doesNotHaveBean(NoLoadBalancerCache.class));
	}

	@Test
	void withoutSpringCloudNothingOfItIsNeeded() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.cloud", "reactor"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ServiceCatalog.class)
				.hasSingleBean(ServiceRegistrationLifecycle.class)
				.doesNotHaveBean(MembershipDiscoveryClientAutoConfiguration.class));
	}

	@Test
	void withoutTheLoadBalancerThereIsStillADiscoveryClient() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.cloud.loadbalancer", "reactor"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(MembershipDiscoveryClient.class)
				.doesNotHaveBean(MembershipReactiveDiscoveryClient.class)
				.doesNotHaveBean("membershipLoadBalancerCacheEviction"));
	}

	@Test
	void withoutAWebServerTheApplicationIsRegisteredOnlyIfItsPortIsSet() {
		FilteredClassLoader noWeb = new FilteredClassLoader(WebServerInitializedEvent.class);
		this.runner.withClassLoader(noWeb).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(WebServerPorts.class);
			assertThat(context.getBean(LocalServices.class).services()).isEmpty();
		});
		this.runner.withClassLoader(noWeb)
			.withPropertyValues("membership.services.registration.port=9999",
					"membership.services.registration.follow-readiness=false")
			.run((context) -> eventually(
					() -> assertThat(context.getBean(ServiceCatalog.class).passing("orders")).singleElement()
						.satisfies((instance) -> assertThat(instance.service().port()).isEqualTo(9999))));
	}

	@Test
	void withoutActuatorOrMicrometerTheCatalogIsThere() {
		this.runner.withClassLoader(new FilteredClassLoader(Endpoint.class, MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ServiceCatalog.class)
				.doesNotHaveBean("membershipClusterServicesEndpoint")
				.doesNotHaveBean("membershipServiceMeters"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "applicationService", "catalogConfig", "cluster", "clusterConfig", "clusterTemplate",
			"serviceCatalog" })
	void anApplicationMayNameABeanOfItsOwnAsItLikes(String name) {
		this.runner.withBean(name, String.class, () -> "mine")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ServiceCatalog.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "membership.services.enabled=false", "membership.enabled=false",
			"membership.protocol=memberlist" })
	void withoutServiceDiscoveryNothingIsLeft(String property) {
		this.runner.withPropertyValues(property, "management.endpoints.web.exposure.include=*")
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertBacksOff(context, ServiceDiscovery.class, ServiceCatalog.class,
					ServiceEventPublisher.class, ApplicationService.class, DiscoveryClient.class,
					ClusterServicesEndpoint.class, ServiceMeters.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "membership.services.registration.enabled=false",
			"spring.cloud.service-registry.auto-registration.enabled=false" })
	void anApplicationNeedNotRegisterItselfToFindOthers(String property) {
		this.runner.withPropertyValues(property).run((context) -> {
			assertBacksOff(context, ApplicationService.class, ServiceRegistrationLifecycle.class,
					MembershipRegistration.class, MembershipAutoServiceRegistration.class);
			assertThat(context).hasSingleBean(MembershipDiscoveryClient.class)
				.hasSingleBean(MembershipServiceRegistry.class);
		});
	}

	@Test
	void springCloudsDiscoveryCanBeSwitchedOff() {
		this.runner.withPropertyValues("spring.cloud.discovery.enabled=false")
			.run((context) -> assertBacksOff(context, DiscoveryClient.class, MembershipServiceRegistry.class));
		this.runner.withPropertyValues("spring.cloud.discovery.blocking.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DiscoveryClient.class)
				.hasSingleBean(MembershipReactiveDiscoveryClient.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void theRegistrationOfAnotherServiceRegistryMayBeThereToo(String failFast) {
		AutoServiceRegistration other = mock(AutoServiceRegistration.class);
		Registration registration = mock(Registration.class);
		ServiceRegistry<?> registry = mock(ServiceRegistry.class);
		ApplicationContextRunner withCommons = this.runner
			.withConfiguration(AutoConfigurations.of(AutoServiceRegistrationAutoConfiguration.class,
					ServiceRegistryAutoConfiguration.class))
			.withPropertyValues("spring.cloud.service-registry.auto-registration.fail-fast=" + failFast);
		withCommons.withBean("otherAutoRegistration", AutoServiceRegistration.class, () -> other)
			.withBean("otherRegistration", Registration.class, () -> registration)
			.withBean("otherRegistry", ServiceRegistry.class, () -> registry)
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(MembershipAutoServiceRegistration.class);
				assertThat(context.getBean(Registration.class)).isSameAs(registration);
				assertThat(context.getBean(ServiceRegistry.class)).isSameAs(registry);
			});
		withCommons.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Registration.class)).isInstanceOf(MembershipRegistration.class);
		});
	}

	@Test
	void aLoadBalancerWithoutACacheIsGivenOneThatKeepsNothing() {
		this.runner.withPropertyValues("spring.cloud.loadbalancer.cache.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(NoLoadBalancerCache.class);
			assertThat(context.getBeanProvider(LoadBalancerCacheManager.class).getIfAvailable()).isNotNull();
		});
	}

	@Test
	void thePropertiesBecomeSettingsAndCustomizersComeAfterThem() {
		this.runner
			.withPropertyValues("membership.services.sync.interval=2m", "membership.services.preservation.share=50",
					"membership.services.exchange-interval=10s")
			.withBean(CatalogConfigCustomizer.class,
					() -> (config) -> config.withLimits(new CatalogConfig.Limits(1, 1000, 2000)))
			.run((context) -> {
				CatalogConfig config = context.getBean(CatalogConfig.class);
				assertThat(config.sync().interval()).isEqualTo(Duration.ofMinutes(2));
				assertThat(config.sync().retryInterval()).isEqualTo(Duration.ofSeconds(15));
				assertThat(config.preservation().share()).isEqualTo(0.5);
				assertThat(config.exchangeInterval()).isEqualTo(Duration.ofSeconds(10));
				assertThat(config.limits().services()).isOne();
				assertThat(config.backends()).isEmpty();
			});
	}

	@Test
	void theDefaultsAreThoseOfTheCore() {
		this.runner.run((context) -> {
			CatalogConfig config = context.getBean(CatalogConfig.class);
			assertThat(config.sync()).isEqualTo(CatalogConfig.Sync.DEFAULT);
			assertThat(config.limits()).isEqualTo(CatalogConfig.Limits.DEFAULT);
			assertThat(config.exchangeInterval()).isEqualTo(CatalogConfig.DEFAULT.exchangeInterval());
			assertThat(config.preservation().minimum()).isEqualTo(CatalogConfig.Preservation.DEFAULT.minimum());
			assertThat(config.preservation().window()).isEqualTo(CatalogConfig.Preservation.DEFAULT.window());
			assertThat(config.preservation().limit()).isEqualTo(CatalogConfig.Preservation.DEFAULT.limit());
		});
	}

	@Test
	void aConsulIsKeptInSyncIfItsUrlIsSetAndItsTokenIsShownNowhere() {
		this.runner
			.withPropertyValues("membership.services.consul.url=" + URI.create("http://127.0.0.1:1"),
					"membership.services.consul.token=c0ffee")
			.run((context) -> {
				assertThat(context.getBean(CatalogConfig.class).backends()).singleElement()
					.isInstanceOf(ConsulCatalogBackend.class);
				assertThat(context.getBean(MembershipServicesProperties.class).toString()).contains("127.0.0.1:1")
					.doesNotContain("c0ffee");
				assertThat(context.getBean(ServiceDiscovery.class).syncers()).hasSize(2);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "consul:8500", "ftp://consul", "http://", "not a url" })
	void aUrlOfAConsulThatIsNoneStopsTheStart(String url) {
		this.runner.withPropertyValues("membership.services.consul.url=" + url)
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining("services.consul.url"));
	}

	@Test
	void settingsOfTheApplicationsOwnReplaceTheProperties() {
		CatalogConfig own = CatalogConfig.DEFAULT.withExchangeInterval(Duration.ofSeconds(7));
		this.runner.withBean("own", CatalogConfig.class, () -> own)
			.run((context) -> assertThat(context.getBean(CatalogConfig.class)).isSameAs(own));
	}

	@Test
	void theEndpointIsThereOnlyWhereItIsExposed() {
		this.runner.run((context) -> assertBacksOff(context, ClusterServicesEndpoint.class));
		new WebApplicationContextRunner().withConfiguration(ALL)
			.withPropertyValues(PROPERTIES)
			.withPropertyValues("management.endpoints.web.exposure.include=clusterservices")
			.run((context) -> assertThat(context).hasSingleBean(ClusterServicesEndpoint.class)
				.hasSingleBean(ClusterServicesEndpointWebExtension.class));
	}

	@Test
	void metersNeedARegistry() {
		this.runner.run((context) -> assertBacksOff(context, ServiceMeters.class));
		this.runner.withBean(SimpleMeterRegistry.class).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(ServiceMeters.class).bindTo(registry);
			assertThat(registry.get("membership.services.instances")
				.tag("status", HealthStatus.PASSING.text())
				.gauge()
				.value()).isZero();
		});
	}

	@Test
	void closingTheContextTakesTheServiceOutOfTheCatalogOfTheOthers() {
		this.runner.run((observer) -> {
			int port = observer.getBean(Cluster.class).memberlist().localMember().address().getPort();
			ServiceCatalog catalog = observer.getBean(ServiceCatalog.class);
			this.runner
				.withPropertyValues("membership.join=127.0.0.1:" + port, "membership.node-name=other",
						"membership.services.registration.port=9999",
						"membership.services.registration.follow-readiness=false")
				.run((context) -> await("the service in the catalog")
					.until(() -> catalog.passing("orders").size() == 1));
			assertThat(catalog.instances("orders")).isEmpty();
		});
	}

	private static void assertBacksOff(AssertableApplicationContext context, Class<?>... types) {
		assertThat(context).hasNotFailed();
		for (Class<?> type : types) {
			assertThat(context).doesNotHaveBean(type);
		}
	}

}
