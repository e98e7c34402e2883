package io.membership.spring.autoconfigure;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.gossip.AliveDelegate;
import io.membership.gossip.ConflictDelegate;
import io.membership.gossip.Delegates;
import io.membership.gossip.EventDelegate;
import io.membership.gossip.GossipObserver;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MemberlistFixture;
import io.membership.gossip.MergeDelegate;
import io.membership.gossip.PingDelegate;
import io.membership.gossip.UserDelegate;
import io.membership.netty.NettyTransportFactory;
import io.membership.runtime.TransportFactory;
import io.membership.spring.LocalNodes;
import io.membership.spring.actuate.ClusterEndpoint;
import io.membership.spring.actuate.ClusterEndpointWebExtension;
import io.membership.spring.actuate.ClusterEventsEndpoint;
import io.membership.spring.actuate.ClusterHealthIndicator;
import io.membership.spring.actuate.ClusterInfoContributor;
import io.membership.spring.actuate.ClusterKeysEndpoint;
import io.membership.spring.actuate.ClusterMembersEndpoint;
import io.membership.spring.actuate.ClusterQueriesEndpoint;
import io.membership.spring.actuate.TagSanitizer;
import io.membership.spring.autoconfigure.actuate.MembershipEndpointAutoConfiguration;
import io.membership.spring.autoconfigure.actuate.MembershipHealthContributorAutoConfiguration;
import io.membership.spring.autoconfigure.actuate.MembershipInfoContributorAutoConfiguration;
import io.membership.spring.autoconfigure.actuate.MembershipMetricsAutoConfiguration;
import io.membership.spring.autoconfigure.actuate.MembershipOperationsEndpointAutoConfiguration;
import io.membership.spring.autoconfigure.actuate.MembershipSanitizingAutoConfiguration;
import io.membership.spring.event.MembershipEventPublisher;
import io.membership.spring.lifecycle.MembershipLeaveLifecycle;
import io.membership.spring.lifecycle.MembershipTransportLifecycle;
import io.membership.spring.metrics.ClusterMeters;
import io.membership.spring.metrics.ClusterTimers;
import io.membership.spring.metrics.GossipMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class MembershipAutoConfigurationTests {

	private static final AutoConfigurations ALL = AutoConfigurations.of(MembershipAutoConfiguration.class,
			MembershipEndpointAutoConfiguration.class, MembershipHealthContributorAutoConfiguration.class,
			MembershipInfoContributorAutoConfiguration.class, MembershipMetricsAutoConfiguration.class,
			MembershipOperationsEndpointAutoConfiguration.class, MembershipSanitizingAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(ALL)
		.withPropertyValues("membership.bind-address=127.0.0.1", "membership.bind-port=0", "membership.profile=local",
				"membership.leave.propagate-delay=0s");

	private final ApplicationContextRunner memberlistRunner = this.runner
		.withPropertyValues("membership.protocol=memberlist");

	@Test
	void aRunningMemberIsThereToInject() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(Cluster.class)
				.hasSingleBean(ClusterConfig.class)
				.hasSingleBean(MemberlistConfig.class)
				.hasSingleBean(NettyTransportFactory.class)
				.hasSingleBean(MembershipEventPublisher.class)
				.hasSingleBean(MembershipTransportLifecycle.class)
				.hasSingleBean(MembershipLeaveLifecycle.class);
			Cluster cluster = context.getBean(Cluster.class);
			assertThat(context.getBean(Memberlist.class)).isSameAs(cluster.memberlist());
			assertThat(cluster.memberlist().isRunning()).isTrue();
			await("the members").until(() -> !cluster.members().isEmpty());
		});
	}

	@Test
	void aMemberOfMemberlistIsThereToInjectIfAskedFor() {
		this.memberlistRunner.run((context) -> {
			assertThat(context).hasSingleBean(Memberlist.class)
				.hasSingleBean(MemberlistConfig.class)
				.hasSingleBean(NettyTransportFactory.class)
				.hasSingleBean(MembershipEventPublisher.class)
				.hasSingleBean(MembershipTransportLifecycle.class)
				.hasSingleBean(MembershipLeaveLifecycle.class)
				.doesNotHaveBean(Cluster.class)
				.doesNotHaveBean(ClusterConfig.class);
			assertThat(context.getBean(Memberlist.class).isRunning()).isTrue();
			assertThat(context.getBean(Memberlist.class).localMember().status()).isEqualTo(MemberStatus.ALIVE);
		});
	}

	@Test
	void settingsOfTheClusterAreCustomizedAfterTheProperties() {
		this.runner.withPropertyValues("membership.tags.role=web")
			.withBean("tags", ClusterConfigCustomizer.class, () -> (config) -> config.withTags(Map.of("role", "batch")))
			.run((context) -> assertThat(context.getBean(Cluster.class).config().tags()).containsEntry("role",
					"batch"));
	}

	@Test
	void aClusterOfTheApplicationsOwnIsStartedAndStopped() {
		List<Cluster> clusters = new ArrayList<>();
		this.runner.withUserConfiguration(OwnCluster.class).run((context) -> {
			assertThat(context).hasSingleBean(Cluster.class)
				.hasSingleBean(Memberlist.class)
				.doesNotHaveBean(MemberlistConfig.class)
				.doesNotHaveBean(ClusterConfig.class);
			assertThat(context.getBean(Memberlist.class).isRunning()).isTrue();
			clusters.add(context.getBean(Cluster.class));
		});
		assertThat(clusters.get(0).memberlist().isRunning()).isFalse();
	}

	@Test
	void hooksThatSerfLeavesToTheApplicationArePickedUp() {
		this.runner.withBean(MergeDelegate.class, () -> (members) -> null)
			.withBean(AliveDelegate.class, () -> (member) -> null)
			.withBean(GossipObserver.class, () -> new GossipObserver() {
			})
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Cluster.class));
	}

	@Test
	void theMemberStopsWithTheContext() {
		List<Memberlist> memberlists = new ArrayList<>();
		this.runner.run((context) -> memberlists.add(context.getBean(Memberlist.class)));
		assertThat(memberlists.get(0).isRunning()).isFalse();
	}

	@Test
	void aDisabledMemberLeavesNothingButTheProtectionOfKeys() {
		this.runner.withPropertyValues("membership.enabled=false", "management.endpoints.web.exposure.include=*")
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(Memberlist.class)
					.doesNotHaveBean(MembershipProperties.class)
					.doesNotHaveBean(TransportFactory.class)
					.doesNotHaveBean(MembershipEventPublisher.class)
					.doesNotHaveBean(MembershipTransportLifecycle.class)
					.hasSingleBean(SanitizingFunction.class);
				assertBacksOff(context, ClusterEndpoint.class, ClusterHealthIndicator.class,
						ClusterInfoContributor.class, GossipMeters.class, ClusterTimers.class);
			});
	}

	@Test
	void theNameIsMadeOfTheApplicationsName() {
		this.runner.withPropertyValues("spring.application.name=orders", "server.port=8081")
			.run((context) -> assertThat(context.getBean(MemberlistConfig.class).name()).startsWith("orders-")
				.endsWith("-8081"));
	}

	@Test
	void theNameCanBeChosen() {
		this.runner.withPropertyValues("membership.node-name= a b ")
			.run((context) -> assertThat(context.getBean(MemberlistConfig.class).name()).isEqualTo("a b"));
	}

	@Test
	void customizersAreAppliedInOrderAfterTheProperties() {
		this.runner.withPropertyValues("membership.cluster-name=properties")
			.withUserConfiguration(Customizers.class)
			.run((context) -> assertThat(context.getBean(MemberlistConfig.class).label()).isEqualTo("last"));
	}

	@Test
	void aMemberOfTheApplicationsOwnIsStartedAndStoppedAndNothingIsConfiguredForIt() {
		Memberlist own = MemberlistFixture.memberlist(MemberlistFixture.member("own", MemberStatus.ALIVE));
		given(own.isRunning()).willReturn(false, true);
		this.runner.withBean("own", Memberlist.class, () -> own).run((context) -> {
			assertThat(context).hasSingleBean(Memberlist.class)
				.doesNotHaveBean(MemberlistConfig.class)
				.doesNotHaveBean(TransportFactory.class)
				.hasSingleBean(MembershipTransportLifecycle.class);
			verify(own).start();
			verify(own, never()).shutdown();
		});
		verify(own).leave(any());
		verify(own).shutdown();
	}

	@Test
	void settingsOfTheApplicationsOwnReplaceTheProperties() {
		MemberlistConfig own = MemberlistConfig.local("own")
			.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0));
		this.runner.withBean(MemberlistConfig.class, () -> own)
			.run((context) -> assertThat(context.getBean(Cluster.class).config().memberlist()).isSameAs(own));
	}

	@Test
	void aTransportOfTheApplicationsOwnReplacesNetty() {
		this.runner.withUserConfiguration(OwnTransport.class).run((context) -> {
			assertThat(context).hasSingleBean(TransportFactory.class).doesNotHaveBean("membershipTransportFactory");
			assertThat(context.getBean(OwnTransport.class).bound).isEqualTo(1);
		});
	}

	@Test
	void twoMembersOfTheApplicationsOwnAreNotTouched() {
		Memberlist first = mock(Memberlist.class);
		Memberlist second = mock(Memberlist.class);
		this.runner.withBean("first", Memberlist.class, () -> first)
			.withBean("second", Memberlist.class, () -> second)
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(MembershipTransportLifecycle.class)
					.doesNotHaveBean(MembershipLeaveLifecycle.class);
				assertBacksOff(context, ClusterEndpoint.class, ClusterHealthIndicator.class, GossipMeters.class);
			});
	}

	@Test
	void leavingCanBeSwitchedOff() {
		this.runner.withPropertyValues("membership.leave.on-shutdown=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MembershipLeaveLifecycle.class)
				.hasSingleBean(MembershipTransportLifecycle.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "membership.leave.timeout=-1s", "membership.wait-for-join=-1s",
			"membership.encryption.required=true", "membership.metadata=a", "membership.versions.delegate-max=1",
			"membership.versions.serf=6" })
	void whatCannotBeDoneStopsTheStart(String property) {
		this.runner.withPropertyValues(property).run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void delegateBeansArePickedUp() {
		this.memberlistRunner.withUserConfiguration(AllDelegates.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Memberlist.class));
	}

	@Test
	void severalLocalStatesAreAnError() {
		this.memberlistRunner.withBean("first", StatefulDelegate.class)
			.withBean("second", StatefulDelegate.class)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("Only one UserDelegate bean may provide local state")
				.hasMessageContaining(StatefulDelegate.class.getName()));
	}

	@Test
	void theEndpointIsThereOnlyWhereItIsExposed() {
		this.runner.run((context) -> assertBacksOff(context, ClusterEndpoint.class));
		this.runner.withPropertyValues("management.endpoints.jmx.exposure.include=cluster", "spring.jmx.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(ClusterEndpoint.class)
				.doesNotHaveBean(ClusterEndpointWebExtension.class));
		new WebApplicationContextRunner().withConfiguration(ALL)
			.withPropertyValues("membership.bind-address=127.0.0.1", "membership.bind-port=0",
					"management.endpoints.web.exposure.include=cluster")
			.run((context) -> assertThat(context).hasSingleBean(ClusterEndpoint.class)
				.hasSingleBean(ClusterEndpointWebExtension.class));
	}

	@Test
	void anEndpointThatDoesSomethingIsThereOnlyWhereItIsAllowed() {
		WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(ALL)
			.withPropertyValues("membership.bind-address=127.0.0.1", "membership.bind-port=0",
					"membership.leave.propagate-delay=0s", "management.endpoints.web.exposure.include=*");
		web.run((context) -> assertThat(context).hasSingleBean(ClusterKeysEndpoint.class)
			.doesNotHaveBean(ClusterEventsEndpoint.class)
			.doesNotHaveBean(ClusterQueriesEndpoint.class)
			.doesNotHaveBean(ClusterMembersEndpoint.class));
		web.withPropertyValues("management.endpoint.clusterevents.access=UNRESTRICTED")
			.run((context) -> assertThat(context).hasSingleBean(ClusterEventsEndpoint.class)
				.doesNotHaveBean(ClusterQueriesEndpoint.class));
		web.withPropertyValues("membership.protocol=memberlist")
			.run((context) -> assertThat(context).hasSingleBean(ClusterEndpoint.class)
				.doesNotHaveBean(ClusterKeysEndpoint.class));
	}

	@Test
	void theEndpointCanBeSwitchedOff() {
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.cluster.access=NONE")
			.run((context) -> assertBacksOff(context, ClusterEndpoint.class));
	}

	@Test
	void anEndpointOfTheApplicationsOwnReplacesOurs() {
		ClusterEndpoint own = new ClusterEndpoint(LocalNodes.of(mock(Memberlist.class)), new TagSanitizer(List.of()));
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=cluster")
			.withBean("own", ClusterEndpoint.class, () -> own)
			.run((context) -> assertThat(context.getBean(ClusterEndpoint.class)).isSameAs(own));
	}

	@Test
	void healthCanBeSwitchedOff() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ClusterHealthIndicator.class)
			.hasBean("clusterHealthIndicator"));
		this.runner.withPropertyValues("management.health.cluster.enabled=false")
			.run((context) -> assertBacksOff(context, ClusterHealthIndicator.class));
		this.runner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertBacksOff(context, ClusterHealthIndicator.class));
	}

	@Test
	void aHealthIndicatorOfTheApplicationsOwnReplacesOurs() {
		this.runner.withBean("clusterHealthIndicator", HealthIndicator.class, () -> () -> null)
			.run((context) -> assertBacksOff(context, ClusterHealthIndicator.class));
	}

	@Test
	void infoCanBeSwitchedOff() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ClusterInfoContributor.class));
		this.runner.withPropertyValues("management.info.cluster.enabled=false")
			.run((context) -> assertBacksOff(context, ClusterInfoContributor.class));
	}

	@Test
	void metersNeedARegistry() {
		this.runner.run((context) -> assertBacksOff(context, GossipMeters.class, ClusterTimers.class));
		this.runner.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasSingleBean(GossipMeters.class)
				.hasSingleBean(ClusterTimers.class)
				.hasSingleBean(ClusterMeters.class)
				.hasSingleBean(GossipObserver.class));
		this.memberlistRunner.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasSingleBean(GossipMeters.class)
				.doesNotHaveBean(ClusterMeters.class));
	}

	@Test
	void metersOfTheApplicationsOwnReplaceOurs() {
		ClusterTimers timers = new ClusterTimers(io.micrometer.core.instrument.Tags.empty());
		this.runner.withBean(SimpleMeterRegistry.class)
			.withBean("own", ClusterTimers.class, () -> timers)
			.run((context) -> assertThat(context.getBean(ClusterTimers.class)).isSameAs(timers));
	}

	@Test
	void theClustersNameBecomesATagIfAskedFor() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("membership.cluster-name=orders", "membership.metrics.cluster-name-tag=true")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				context.getBean(GossipMeters.class).bindTo(registry);
				assertThat(registry.get("membership.health.score").tag("cluster", "orders").gauges()).hasSize(1);
			});
	}

	private static void assertBacksOff(AssertableApplicationContext context, Class<?>... types) {
		assertThat(context).hasNotFailed();
		for (Class<?> type : types) {
			assertThat(context).doesNotHaveBean(type);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		@Order(2)
		MemberlistConfigCustomizer last() {
			return (config) -> config.withLabel("last");
		}

		@Bean
		@Order(1)
		MemberlistConfigCustomizer first() {
			return (config) -> config.withLabel("first");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCluster {

		@Bean
		Cluster ownCluster() {
			MemberlistConfig gossip = MemberlistConfig.local("own")
				.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0));
			return Cluster.create(ClusterConfig.of(gossip), new NettyTransportFactory());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTransport {

		private final NettyTransportFactory netty = new NettyTransportFactory();

		int bound;

		@Bean(destroyMethod = "")
		TransportFactory ownTransportFactory() {
			return (options) -> {
				this.bound++;
				return this.netty.bind(options);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AllDelegates {

		@Bean
		EventDelegate events() {
			return (event) -> {
			};
		}

		@Bean
		UserDelegate user() {
			return new StatefulDelegate();
		}

		@Bean
		ConflictDelegate conflict() {
			return (existing, other) -> {
			};
		}

		@Bean
		MergeDelegate merge() {
			return (members) -> null;
		}

		@Bean
		AliveDelegate alive() {
			return (member) -> null;
		}

		@Bean
		PingDelegate ping() {
			return (member, roundTrip, payload) -> {
			};
		}

		@Bean
		GossipObserver observer() {
			return new GossipObserver() {
			};
		}

		@Bean
		Delegates notPickedUp() {
			return Delegates.none();
		}

	}

	static class StatefulDelegate implements UserDelegate {

		@Override
		public byte[] localState(boolean join) {
			return new byte[] { 1 };
		}

	}

}
