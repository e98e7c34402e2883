package io.membership.spring.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.membership.cluster.ClusterMember;
import io.membership.gossip.Member;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistFixture;
import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;
import io.membership.testing.Eventually;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.support.GenericApplicationContext;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.open;
import static org.assertj.core.api.Assertions.assertThat;

class MemberlistEventPublisherTests {

	private final Member member = MemberlistFixture.member("a\n2026 forged", MemberStatus.ALIVE);

	private final Memberlist memberlist = MemberlistFixture.memberlist(this.member);

	private final List<ApplicationEvent> received = Collections.synchronizedList(new ArrayList<>());

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final MemberlistEventPublisher publisher = new MemberlistEventPublisher(this.context,
			() -> LocalNodes.of(this.memberlist));

	MemberlistEventPublisherTests() {
		this.context.addApplicationListener(this.publisher);
		this.context.addApplicationListener((ApplicationListener<ApplicationEvent>) (event) -> {
			if (!(event instanceof ApplicationContextEvent)) {
				this.received.add(event);
			}
		});
	}

	@Test
	void everyKindOfEventHasItsOwnClass() {
		this.context.refresh();
		for (MemberEvent.Type type : MemberEvent.Type.values()) {
			this.publisher.memberEvent(new MemberEvent(type, this.member));
		}
		assertThat(this.received).hasExactlyElementsOfTypes(MemberJoinedEvent.class, MemberUpdatedEvent.class,
				MemberLeftEvent.class, MemberFailedEvent.class, MemberSuspectedEvent.class, MemberRecoveredEvent.class);
		assertThat(this.received).allSatisfy((event) -> {
			assertThat(event).isInstanceOf(MembershipEvent.class);
			assertThat(((MembershipEvent) event).getMember()).isEqualTo(ClusterMember.of(this.member));
			assertThat(((MembershipEvent) event).getClusterName()).isEqualTo("primary");
			assertThat(((MembershipEvent) event).getCluster()).isEmpty();
		});
		this.context.close();
	}

	@Test
	void anEventIsSafeToLog() {
		assertThat(new MemberJoinedEvent(new LocalNode.OfMemberlist(this.memberlist), ClusterMember.of(this.member))
			.toString()).startsWith("MemberJoinedEvent[").doesNotContain("\n");
		assertThat(new UserMessageEvent(this.memberlist, "\nforged".getBytes(StandardCharsets.UTF_8)))
			.hasToString("UserMessageEvent[7 bytes]");
	}

	@Test
	void aUserMessageArrivesWithItsBytes() {
		this.context.refresh();
		byte[] bytes = "grüße".getBytes(StandardCharsets.UTF_8);
		this.publisher.message(bytes);
		UserMessageEvent event = (UserMessageEvent) this.received.get(0);
		bytes[0] = 0;
		event.getMessage()[0] = 0;
		assertThat(event.getText()).isEqualTo("grüße");
		assertThat(event.getMemberlist()).isSameAs(this.memberlist);
		this.context.close();
	}

	@Test
	void whatHappensBeforeTheContextIsReadyArrivesAfterwardsInOrder() {
		this.publisher.memberEvent(new MemberEvent(MemberEvent.Type.JOINED, this.member));
		this.publisher.message(new byte[1]);
		this.publisher.memberEvent(new MemberEvent(MemberEvent.Type.FAILED, this.member));
		assertThat(this.received).isEmpty();
		this.context.refresh();
		await("the events").until(() -> this.received.size() == 3);
		assertThat(this.received).hasExactlyElementsOfTypes(MemberJoinedEvent.class, UserMessageEvent.class,
				MemberFailedEvent.class);
		this.context.close();
	}

	@Test
	void aListenerThatBlocksDoesNotDelayTheStart() {
		CountDownLatch unblock = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(1);
		this.context.addApplicationListener((ApplicationListener<MembershipEvent>) (event) -> {
			blocked.countDown();
			awaitUninterruptibly(unblock);
		});
		this.publisher.memberEvent(new MemberEvent(MemberEvent.Type.JOINED, this.member));
		this.context.refresh();
		open(blocked, "the listener to be called");
		unblock.countDown();
		this.context.close();
	}

	@Test
	void nothingArrivesAfterTheContextHasBegunToClose() {
		this.context.refresh();
		this.context.close();
		this.publisher.memberEvent(new MemberEvent(MemberEvent.Type.LEFT, this.member));
		this.publisher.message(new byte[1]);
		assertThat(this.received).isEmpty();
	}

	@Test
	void nothingArrivesWhenTheContextNeverBecomesReady() {
		this.publisher.memberEvent(new MemberEvent(MemberEvent.Type.JOINED, this.member));
		this.publisher.destroy();
		this.publisher.memberEvent(new MemberEvent(MemberEvent.Type.FAILED, this.member));
		assertThat(this.received).isEmpty();
	}

	@Test
	void theRefreshAndCloseOfAChildContextChangeNothing() {
		this.context.refresh();
		GenericApplicationContext child = new GenericApplicationContext(this.context);
		child.refresh();
		child.close();
		this.publisher.memberEvent(new MemberEvent(MemberEvent.Type.JOINED, this.member));
		assertThat(this.received).hasSize(1);
		this.context.close();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await(Eventually.LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
