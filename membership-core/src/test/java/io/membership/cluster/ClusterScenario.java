package io.membership.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.membership.gossip.MemberlistConfig;
import io.membership.simulation.Simulation;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Whole clusters that speak Serf's protocol, in virtual time. */
abstract class ClusterScenario {

	final Simulation simulation = new Simulation(11);

	final List<Node> nodes = new ArrayList<>();

	final void form(int count) {
		form(count, (config) -> config);
	}

	final void form(int count, UnaryOperator<ClusterConfig> settings) {
		for (int i = 0; i < count; i++) {
			Node node = start("n" + i, settings);
			if (i > 0) {
				finish(node.cluster.join(List.of(text(this.nodes.get(0).address)), false));
			}
		}
		expect(() -> this.nodes.stream().allMatch((node) -> node.cluster.members().size() == count), 60);
		// until the intents to join have arrived everywhere, too
		run(5);
	}

	final Node start(String name, UnaryOperator<ClusterConfig> settings) {
		return start(name, settings, (gossip) -> gossip);
	}

	final Node start(String name, UnaryOperator<ClusterConfig> settings, UnaryOperator<MemberlistConfig> gossip) {
		Node node = new Node(name, this.simulation.nextAddress(), settings, gossip);
		this.nodes.add(node);
		return node;
	}

	/** Another process of the same name at the same address. */
	final Node restart(String name, InetSocketAddress address, UnaryOperator<ClusterConfig> settings) {
		Node node = new Node(name, address, settings, (gossip) -> gossip);
		this.nodes.add(node);
		return node;
	}

	final Node node(int index) {
		return this.nodes.get(index);
	}

	final void run(int seconds) {
		this.simulation.runFor(Duration.ofSeconds(seconds));
	}

	final void expect(BooleanSupplier condition, int seconds) {
		assertThat(this.simulation.runUntil(condition, Duration.ofSeconds(seconds))).isTrue();
	}

	final <T> T finish(CompletableFuture<T> future) {
		expect(future::isDone, 60);
		return future.join();
	}

	/** What a future fails with. */
	final Throwable failure(CompletableFuture<?> future) {
		expect(future::isDone, 60);
		Throwable thrown = catchThrowable(future::join);
		return (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause() : thrown;
	}

	/** Brings a message to a node as if it was gossiped. */
	final void inject(Node to, SerfMessage message) {
		Node from = this.nodes.stream()
			.filter((node) -> node != to && this.simulation.isBound(node.address))
			.reduce((first, second) -> second)
			.orElseThrow();
		finish(from.cluster.memberlist().sendReliable(to.address, SerfCodec.encode(message)));
		this.simulation.runFor(Duration.ofMillis(50));
	}

	static String text(InetSocketAddress address) {
		return address.getAddress().getHostAddress() + ":" + address.getPort();
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** Hears of everything that comes back for a query. */
	static final class Answers implements QueryListener {

		final List<String> acks = Collections.synchronizedList(new ArrayList<>());

		final List<String> answers = Collections.synchronizedList(new ArrayList<>());

		boolean closed;

		@Override
		public void acknowledged(String from) {
			assertThat(this.closed).isFalse();
			this.acks.add(from);
		}

		@Override
		public void answered(QueryAnswer answer) {
			assertThat(this.closed).isFalse();
			this.answers.add(answer.from() + "=" + new String(answer.payload(), StandardCharsets.UTF_8));
		}

		@Override
		public void closed() {
			assertThat(this.closed).isFalse();
			this.closed = true;
		}

	}

	/** One member and what it has heard. */
	final class Node {

		private final InetSocketAddress address;

		private final List<ClusterEvent> events = new ArrayList<>();

		private final Cluster cluster;

		private Consumer<ReceivedQuery> answering = (query) -> {
		};

		private Node(String name, InetSocketAddress address, UnaryOperator<ClusterConfig> settings,
				UnaryOperator<MemberlistConfig> changes) {
			this.address = address;
			MemberlistConfig gossip = changes.apply(MemberlistConfig.lan(name)
				.withNetwork((network) -> network.withBindAddress(this.address.getAddress())
					.withBindPort(this.address.getPort())));
			this.cluster = Cluster.create(settings.apply(ClusterConfig.of(gossip)),
					ClusterScenario.this.simulation.transportFactory());
			this.cluster.subscribe(this::heard);
			try {
				this.cluster.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private void heard(ClusterEvent event) {
			this.events.add(event);
			if (event instanceof ClusterEvent.Query asked) {
				this.answering.accept(asked.query());
			}
		}

		Cluster cluster() {
			return this.cluster;
		}

		InetSocketAddress address() {
			return this.address;
		}

		List<ClusterEvent> events() {
			return this.events;
		}

		/** From now on every query is answered so. */
		void answer(Consumer<ReceivedQuery> with) {
			this.answering = with;
		}

		void answerWithName() {
			answer((query) -> query.respond(bytes(this.cluster.config().memberlist().name())));
		}

		ClusterMember member(String name) {
			return this.cluster.member(name).orElseThrow();
		}

		@Nullable MemberState state(String name) {
			return this.cluster.member(name).map(ClusterMember::state).orElse(null);
		}

		List<MemberEventType> happened(String name) {
			List<MemberEventType> types = new ArrayList<>();
			for (ClusterEvent event : this.events) {
				if (event instanceof ClusterEvent.Membership change
						&& change.members().stream().anyMatch((member) -> member.name().equals(name))) {
					types.add(change.type());
				}
			}
			return types;
		}

		List<String> userEvents() {
			List<String> texts = new ArrayList<>();
			for (ClusterEvent event : this.events) {
				if (event instanceof ClusterEvent.User user) {
					texts.add(user.name() + "=" + new String(user.payload(), StandardCharsets.UTF_8));
				}
			}
			return texts;
		}

		List<String> queries() {
			List<String> names = new ArrayList<>();
			for (ClusterEvent event : this.events) {
				if (event instanceof ClusterEvent.Query asked) {
					names.add(asked.query().name());
				}
			}
			return names;
		}

		long count(ClusterMetrics.Counter counter) {
			return this.cluster.metrics().count(counter);
		}

	}

}
