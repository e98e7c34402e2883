package io.membership.test;

import java.time.Duration;

import io.membership.cluster.Cluster;
import io.membership.gossip.MemberlistConfig;
import io.membership.spring.Clusters;
import io.membership.spring.agent.AgentLifecycle;
import io.membership.spring.autoconfigure.MembershipProperties;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** An application in a test stays away from the cluster of its configuration file. */
class TestDefaultsTests {

	@Nested
	@SpringBootTest
	class AnApplicationWithoutSettingsOfTheTest {

		@Autowired
		private Cluster cluster;

		@Autowired
		private Clusters clusters;

		@Autowired
		private MembershipProperties properties;

		@Autowired
		private AgentLifecycle agent;

		@Test
		void isOnTheLoopbackAddressAndAFreePort() {
			assertThat(this.cluster.memberlist().localMember().address().getAddress().isLoopbackAddress()).isTrue();
			assertThat(this.cluster.memberlist().localMember().address().getPort()).isPositive().isNotEqualTo(7946);
		}

		@Test
		void hasNoSeedsAndNoFiles() {
			MemberlistConfig config = this.cluster.config().memberlist();
			assertThat(config.seeds().addresses()).isEmpty();
			assertThat(config.seeds().provider()).isNull();
			assertThat(config.encryption().keyring().keys()).isEmpty();
			assertThat(this.cluster.config().snapshot().path()).isNull();
			assertThat(this.cluster.members()).hasSize(1);
		}

		@Test
		void waitsForNothing() {
			assertThat(this.properties.waitForJoin()).isZero();
			assertThat(this.cluster.config().leave().propagateDelay()).isZero();
			assertThat(this.agent.server()).isNull();
		}

		@Test
		void isAloneInItsFurtherClustersToo() {
			Cluster backup = this.clusters.get("backup").orElseThrow();
			assertThat(backup.config().memberlist().seeds().addresses()).isEmpty();
			assertThat(backup.memberlist().localMember().address().getAddress().isLoopbackAddress()).isTrue();
			assertThat(backup.memberlist().localMember().address().getPort()).isNotEqualTo(7947);
		}

	}

	@Nested
	@SpringBootTest(properties = { "membership.node-name=of-the-test", "membership.leave.propagate-delay=3s" })
	@TestPropertySource(properties = "membership.profile=wan")
	class PropertiesOfTheTest {

		@Autowired
		private Cluster cluster;

		@Test
		void takePrecedence() {
			assertThat(this.cluster.config().memberlist().name()).isEqualTo("of-the-test");
			assertThat(this.cluster.config().leave().propagateDelay()).isEqualTo(Duration.ofSeconds(3));
			assertThat(this.cluster.config().memberlist().probe().interval()).isEqualTo(Duration.ofSeconds(5));
		}

	}

	@Nested
	@DirtiesContext
	@SpringBootTest(properties = "membership.test.defaults=false")
	@TestPropertySource(properties = { "membership.enabled=false" })
	class ATestOfTheConfigurationFile {

		@Autowired
		private Environment environment;

		@Test
		void switchesTheDefaultsOff() {
			assertThat(this.environment.getProperty("membership.bind-port")).isEqualTo("7946");
		}

	}

	@Test
	void applicationsSideBySideDoNotClash() {
		try (ConfigurableApplicationContext first = start(); ConfigurableApplicationContext second = start()) {
			Cluster one = first.getBean(Cluster.class);
			Cluster other = second.getBean(Cluster.class);
			assertThat(one.config().memberlist().name()).isNotEqualTo(other.config().memberlist().name());
			assertThat(one.members()).hasSize(1);
			assertThat(other.members()).hasSize(1);
		}
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(TestApplication.class).web(WebApplicationType.NONE).run();
	}

}
