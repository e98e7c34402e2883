package io.membership.spring.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.membership.Subscription;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterListener;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberEventType;
import io.membership.gossip.Member;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistFixture;
import io.membership.gossip.MemberlistListener;
import io.membership.runtime.Mailbox;
import io.membership.runtime.Subscribers;
import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;
import io.membership.testing.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.support.GenericApplicationContext;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class MembershipEventPublisherTests {

	private final Member member = MemberlistFixture.member("a\n2026 forged", MemberStatus.ALIVE);

	private final Memberlist memberlist = MemberlistFixture.memberlist(this.member);

	private final List<ApplicationEvent> received = Collections.synchronizedList(new ArrayList<>());

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final MembershipEventPublisher publisher = new MembershipEventPublisher(this.context,
			() -> LocalNodes.of(this.memberlist));

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Subscribers<Consumer<MemberlistListener>> subscribers = new Subscribers<>(Mailbox.Limits.of(100),
			Mailbox.Rule.independent(), this.memberlist.metrics().listeners(), this.threads, System::nanoTime);

	MembershipEventPublisherTests() {
		given(this.memberlist.subscribePaused(any())).willAnswer((call) -> {
			MemberlistListener listener = call.getArgument(0);
			return this.subscribers.add("listener", (event) -> event.accept(listener), true);
		});
		this.publisher.afterSingletonsInstantiated();
		this.context.addApplicationListener(this.publisher);
		this.context.addApplicationListener((ApplicationListener<ApplicationEvent>) (event) -> {
			if (!(event instanceof ApplicationContextEvent)) {
				this.received.add(event);
			}
		});
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.threads.shutdownNow();
	}

	@Test
	void everyKindOfEventHasItsOwnClass() {
		this.context.refresh();
		for (MemberEvent.Type type : MemberEvent.Type.values()) {
			happens(type);
		}
		delivered(MemberEvent.Type.values().length);
		assertThat(this.received).hasExactlyElementsOfTypes(MemberJoinedEvent.class, MemberUpdatedEvent.class,
				MemberLeftEvent.class, MemberFailedEvent.class, MemberSuspectedEvent.class, MemberRecoveredEvent.class);
		assertThat(this.received).allSatisfy((event) -> {
			assertThat(event).isInstanceOf(MembershipEvent.class);
			assertThat(((MembershipEvent) event).getMember()).isEqualTo(ClusterMember.of(this.member));
			assertThat(((MembershipEvent) event).getClusterName()).isEqualTo("primary");
			assertThat(((MembershipEvent) event).getCluster()).isEmpty();
		});
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
		arrives(bytes);
		delivered(1);
		UserMessageEvent event = (UserMessageEvent) this.received.get(0);
		bytes[0] = 0;
		event.getMessage()[0] = 0;
		assertThat(event.getText()).isEqualTo("grüße");
		assertThat(event.getMemberlist()).isSameAs(this.memberlist);
	}

	@Test
	void whatHappensBeforeTheContextIsReadyArrivesAfterwardsInOrder() {
		happens(MemberEvent.Type.JOINED);
		arrives(new byte[1]);
		happens(MemberEvent.Type.FAILED);
		assertThat(this.received).isEmpty();
		this.context.refresh();
		await("the events").until(() -> this.received.size() == 3);
		assertThat(this.received).hasExactlyElementsOfTypes(MemberJoinedEvent.class, UserMessageEvent.class,
				MemberFailedEvent.class);
	}

	@Test
	void aListenerThatBlocksDoesNotDelayTheStart() {
		CountDownLatch unblock = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(1);
		this.context.addApplicationListener((ApplicationListener<MembershipEvent>) (event) -> {
			blocked.countDown();
			awaitUninterruptibly(unblock);
		});
		happens(MemberEvent.Type.JOINED);
		this.context.refresh();
		open(blocked, "the listener to be called");
		unblock.countDown();
	}

	@Test
	void nothingArrivesAfterTheContextHasBegunToClose() {
		this.context.refresh();
		this.context.close();
		happens(MemberEvent.Type.LEFT);
		arrives(new byte[1]);
		assertThat(this.memberlist.metrics().listeners().depth()).isZero();
		assertThat(this.received).isEmpty();
	}

	@Test
	void nothingArrivesWhenTheContextNeverBecomesReady() {
		happens(MemberEvent.Type.JOINED);
		this.publisher.destroy();
		happens(MemberEvent.Type.FAILED);
		assertThat(this.received).isEmpty();
	}

	@Test
	void theRefreshAndCloseOfAChildContextChangeNothing() {
		this.context.refresh();
		GenericApplicationContext child = new GenericApplicationContext(this.context);
		child.refresh();
		child.close();
		happens(MemberEvent.Type.JOINED);
		delivered(1);
		assertThat(this.received).hasSize(1);
	}

	@Test
	void aListenerThatThrowsIsCountedAndKeepsNoEventFromTheOthers() {
		List<MemberEvent.Type> order = List.of(MemberEvent.Type.SUSPECTED, MemberEvent.Type.RECOVERED);
		this.context.addApplicationListener((ApplicationListener<MemberSuspectedEvent>) (event) -> {
			throw new IllegalStateException("of the application");
		});
		this.context.refresh();
		order.forEach(this::happens);
		delivered(2);
		assertThat(this.received).hasExactlyElementsOfTypes(MemberSuspectedEvent.class, MemberRecoveredEvent.class);
		assertThat(this.memberlist.metrics().listeners().errors()).isOne();
		assertThat(this.memberlist.metrics().listeners().lastFailure()).hasMessage("of the application");
	}

	@Test
	void eachMemberOfOneCoalescedChangeHasItsEventAlsoWhenAListenerThrows() {
		Cluster cluster = mock();
		given(cluster.memberlist()).willReturn(this.memberlist);
		AtomicReference<ClusterListener> listener = new AtomicReference<>();
		given(cluster.subscribePaused(any())).willAnswer((call) -> {
			listener.set(call.getArgument(0));
			return mock(Subscription.class);
		});
		new MembershipEventPublisher(this.context,
				() -> new LocalNodes(List.of(new LocalNode.OfCluster("primary", cluster))))
			.afterSingletonsInstantiated();
		this.context.addApplicationListener((ApplicationListener<MembershipEvent>) (event) -> {
			throw new IllegalStateException("of the application");
		});
		this.context.refresh();
		ClusterMember first = ClusterMember.of(MemberlistFixture.member("first", MemberStatus.ALIVE));
		ClusterMember second = ClusterMember.of(MemberlistFixture.member("second", MemberStatus.ALIVE));
		listener.get().clusterEvent(new ClusterEvent.Membership(MemberEventType.JOIN, List.of(first, second)));
		assertThat(this.received).extracting((event) -> ((MembershipEvent) event).getMember())
			.containsExactly(first, second);
		assertThat(this.memberlist.metrics().listeners().errors()).isEqualTo(2);
	}

	private void happens(MemberEvent.Type type) {
		this.subscribers.tell((listener) -> listener.memberEvent(new MemberEvent(type, this.member)));
	}

	private void arrives(byte[] message) {
		byte[] copy = message.clone();
		this.subscribers.tell((listener) -> listener.message(copy));
	}

	private void delivered(int count) {
		await("the deliveries").until(() -> this.memberlist.metrics().listeners().delivered() == count);
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
