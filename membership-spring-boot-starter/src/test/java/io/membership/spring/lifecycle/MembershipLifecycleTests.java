package io.membership.spring.lifecycle;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MemberlistFixture;
import io.membership.spring.LocalNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

import static io.membership.testing.Eventually.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.verify;

@ExtendWith(OutputCaptureExtension.class)
class MembershipLifecycleTests {

	private final Memberlist memberlist = memberlist(MemberlistConfig.lan("self"));

	@Test
	void theTransportStartsBeforeAndStopsAfterTheWebServer() {
		assertThat(MembershipTransportLifecycle.PHASE)
			.isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
			.isEqualTo(
					new MembershipTransportLifecycle(new LocalNode.OfMemberlist(this.memberlist), Duration.ZERO, false)
						.getPhase());
	}

	@Test
	void theLeaveIsAnnouncedBeforeAnythingStops() {
		assertThat(MembershipLeaveLifecycle.PHASE).isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE)
			.isEqualTo(SmartLifecycle.DEFAULT_PHASE)
			.isEqualTo(new MembershipLeaveLifecycle(new LocalNode.OfMemberlist(this.memberlist), Duration.ZERO)
				.getPhase());
	}

	@Test
	void aPausedTestContextStaysInTheCluster() {
		assertThat(new MembershipTransportLifecycle(new LocalNode.OfMemberlist(this.memberlist), Duration.ZERO, false)
			.isPauseable()).isFalse();
		assertThat(
				new MembershipLeaveLifecycle(new LocalNode.OfMemberlist(this.memberlist), Duration.ZERO).isPauseable())
			.isFalse();
	}

	@Test
	void theLeaveCallsBackWhenTheOthersHaveBeenTold() {
		CompletableFuture<Void> left = new CompletableFuture<>();
		given(this.memberlist.leave(Duration.ofSeconds(5))).willReturn(left);
		CountDownLatch called = new CountDownLatch(1);
		new MembershipLeaveLifecycle(new LocalNode.OfMemberlist(this.memberlist), Duration.ofSeconds(5))
			.stop(called::countDown);
		assertThat(called.getCount()).isOne();
		left.complete(null);
		open(called, "the callback");
	}

	@Test
	void theLeaveCallsBackOnceEvenWhenItNeverEnds(CapturedOutput output) {
		given(this.memberlist.leave(any())).willReturn(new CompletableFuture<>());
		AtomicInteger calls = new AtomicInteger();
		CountDownLatch called = new CountDownLatch(1);
		new MembershipLeaveLifecycle(new LocalNode.OfMemberlist(this.memberlist), Duration.ofMillis(10)).stop(() -> {
			calls.incrementAndGet();
			called.countDown();
		});
		open(called, "the callback");
		assertThat(calls).hasValue(1);
		assertThat(output).contains("Could not notify all members");
	}

	@Test
	void theLeaveCallsBackWhenItFails() {
		given(this.memberlist.leave(any())).willReturn(CompletableFuture.failedFuture(new TimeoutException()));
		new MembershipLeaveLifecycle(new LocalNode.OfMemberlist(this.memberlist), Duration.ofSeconds(5)).stop();
		given(this.memberlist.leave(any())).willThrow(new IllegalStateException("not started"));
		new MembershipLeaveLifecycle(new LocalNode.OfMemberlist(this.memberlist), Duration.ofSeconds(5)).stop();
	}

	@Test
	void theTransportCallsBackWhenTheShutdownFails(CapturedOutput output) {
		given(this.memberlist.shutdown()).willReturn(CompletableFuture.failedFuture(new IOException("broken")));
		new MembershipTransportLifecycle(new LocalNode.OfMemberlist(this.memberlist), Duration.ZERO, false).stop();
		given(this.memberlist.shutdown()).willThrow(new IllegalStateException("broken"));
		new MembershipTransportLifecycle(new LocalNode.OfMemberlist(this.memberlist), Duration.ZERO, false).stop();
		assertThat(output).contains("did not shut down cleanly");
	}

	@Test
	void aPortThatIsInUseIsAnErrorThatNamesIt() throws IOException {
		willThrow(new BindException("Address already in use")).given(this.memberlist).start();
		assertThatExceptionOfType(MembershipStartException.class)
			.isThrownBy(new MembershipTransportLifecycle(new LocalNode.OfMemberlist(this.memberlist), Duration.ZERO,
					false)::start)
			.withMessageContaining(":7946: ")
			.withMessageContaining("Address already in use")
			.satisfies((ex) -> {
				assertThat(ex.port()).isEqualTo(7946);
				assertThat(ex.address()).matches("0.0.0.0|0:0:0:0:0:0:0:0");
			});
	}

	@Test
	void theStartWaitsForAnotherMemberIfAskedTo() throws IOException {
		Memberlist joining = memberlist(
				MemberlistConfig.lan("self").withSeeds((seeds) -> seeds.withAddresses(List.of("seed"))));
		given(joining.count(MemberStatus.ALIVE)).willReturn(1, 1, 2);
		new MembershipTransportLifecycle(new LocalNode.OfMemberlist(joining), Duration.ofMinutes(2), false).start();
		verify(joining).start();
		assertThat(joining.count(MemberStatus.ALIVE)).isEqualTo(2);
	}

	@Test
	void theStartGoesOnAloneWhenNobodyIsReachedInTime(CapturedOutput output) {
		Memberlist joining = memberlist(
				MemberlistConfig.lan("self").withSeeds((seeds) -> seeds.withAddresses(List.of("seed\nforged"))));
		new MembershipTransportLifecycle(new LocalNode.OfMemberlist(joining), Duration.ofMillis(30), false).start();
		assertThat(output).contains("going on alone").doesNotContain("\nforged");
	}

	@Test
	void aMemberWithoutSeedsDoesNotWait(CapturedOutput output) {
		new MembershipTransportLifecycle(new LocalNode.OfMemberlist(this.memberlist), Duration.ofDays(1), false)
			.start();
		assertThat(output).doesNotContain("going on alone");
	}

	private static Memberlist memberlist(MemberlistConfig config) {
		return MemberlistFixture.memberlist(config, MemberlistFixture.member("self", MemberStatus.ALIVE));
	}

}
