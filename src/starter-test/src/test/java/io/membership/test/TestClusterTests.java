package io.membership.test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.membership.cluster.Cluster;
import io.membership.spring.event.UserEvent;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The verbs of real members beside the application. */
@MembershipTest(members = 2, properties = "membership.encryption.keys=EBESExQVFhcYGRobHB0eHw==")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TestClusterTests {

	@Autowired
	private Cluster application;

	@Autowired
	private TestCluster cluster;

	@Autowired
	private ClusterEvents events;

	@Autowired
	private SlowListener listener;

	@Test
	void aStoppedMemberHasLeft() {
		this.cluster.member("member-2").stop();
		assertThat(this.events).containsLeft("member-2").doesNotContain("member-2 failed");
		this.cluster.awaitAgreement();
		assertThat(this.application.member("member-2").orElseThrow().hasLeft()).isTrue();
	}

	@Test
	@Order(1)
	void aTestMayLeaveAMemberDown() {
		this.cluster.member("member-1").crash();
		this.cluster.awaitAgreement();
	}

	@Test
	@Order(2)
	void theNextTestBeginsWithAllMembersAndAnEmptyRecord() {
		assertThat(this.cluster.members()).allMatch(TestMember::isRunning);
		assertThat(this.application.members()).hasSize(3).allMatch((member) -> member.isPresent());
		assertThat(this.events.all()).isEmpty();
	}

	@Test
	void anEventIsRecordedWhenTheListenersOfTheApplicationHaveRun() {
		for (int number = 1; number <= 20; number++) {
			this.cluster.member("member-1").sendEvent("count-" + number, "");
			assertThat(this.events).containsUserEvent("count-" + number);
			assertThat(this.listener.latest).isEqualTo("count-" + number);
		}
	}

	@Test
	void tagsReachTheApplication() {
		this.cluster.member("member-1").setTags(Map.of("role", "web"));
		assertThat(this.events).containsUpdated("member-1");
		assertThat(this.application.member("member-1").orElseThrow().tags()).containsEntry("role", "web");
	}

	@Test
	void membersUseTheKeysOfTheApplication() {
		assertThat(this.cluster.member("member-1").cluster().config().memberlist().encryption().keyring().keys())
			.hasSize(1);
	}

	@Test
	void aWaitThatFailsShowsWhatEachMemberSees() {
		this.cluster.member("member-1").crash();
		assertThatExceptionOfType(ConditionTimeoutException.class)
			.isThrownBy(() -> this.cluster.awaitAgreement(Duration.ofMillis(50)))
			.withMessageContaining("agreement of the application and all running members")
			.withMessageContaining("the application should see [")
			.withMessageContaining("member-2 should see [");
	}

	@Test
	void anAssertionThatFailsShowsWhatArrived() {
		this.cluster.member("member-1").sendEvent("deploy", "1.2");
		assertThat(this.events).containsUserEvent("deploy");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.events).within(Duration.ofMillis(50)).containsFailed("member-1"))
			.withMessageContaining("[member-1 failed]")
			.withMessageContaining("[event deploy]");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.events).containsUserEvent("deploy", "1.3"))
			.withMessageContaining("1.2");
	}

	@Test
	void verbsOfAMemberThatIsUnknownOrDownFail() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.member("member-9"))
			.withMessage("There is no member 'member-9', but there are [member-1, member-2]");
		TestMember member = this.cluster.member("member-1");
		member.crash();
		assertThatIllegalStateException().isThrownBy(member::stop).withMessage("member-1 is not running");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class SlowListener {

		private volatile String latest = "";

		@EventListener
		void received(UserEvent event) throws InterruptedException {
			TimeUnit.MILLISECONDS.sleep(5);
			this.latest = event.getName();
		}

	}

}
