package io.membership.cluster;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import io.membership.gossip.MemberlistConfig;
import io.membership.simulation.Simulation;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Whole clusters that speak Serf's protocol, in virtual time. */
abstract class ClusterScenario {

	private final SimulatedMembers members = new SimulatedMembers(11);

	final Simulation simulation = this.members.simulation();

	final List<ListeningNode> nodes = new ArrayList<>();

	final void form(int count) {
		form(count, (config) -> config);
	}

	final void form(int count, UnaryOperator<ClusterConfig> settings) {
		for (int i = 0; i < count; i++) {
			ListeningNode node = start("n" + i, settings);
			if (i > 0) {
				finish(node.join(this.nodes.get(0)));
			}
		}
		expect(() -> this.nodes.stream().allMatch((node) -> node.cluster().members().size() == count), 60);
		// until the intents to join have arrived everywhere, too
		run(5);
	}

	final ListeningNode start(String name, UnaryOperator<ClusterConfig> settings) {
		return start(name, settings, (gossip) -> gossip);
	}

	final ListeningNode start(String name, UnaryOperator<ClusterConfig> settings,
			UnaryOperator<MemberlistConfig> gossip) {
		ListeningNode node = this.members.start(name, this.simulation.nextAddress(), gossip, settings);
		this.nodes.add(node);
		return node;
	}

	/** Another process of the same name at the same address. */
	final ListeningNode restart(String name, InetSocketAddress address, UnaryOperator<ClusterConfig> settings) {
		ListeningNode node = this.members.start(name, address, (gossip) -> gossip, settings);
		this.nodes.add(node);
		return node;
	}

	final ListeningNode node(int index) {
		return this.nodes.get(index);
	}

	final void run(int seconds) {
		this.members.run(seconds);
	}

	final void expect(BooleanSupplier condition, int seconds) {
		this.members.expect(condition, seconds);
	}

	final <T> T finish(CompletableFuture<T> future) {
		return this.members.await(future);
	}

	/** What a future fails with. */
	final Throwable failure(CompletableFuture<?> future) {
		expect(future::isDone, 60);
		Throwable thrown = catchThrowable(future::join);
		return (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause() : thrown;
	}

	/** Brings a message to a node as if it was gossiped. */
	final void inject(ListeningNode to, SerfMessage message) {
		ListeningNode from = this.nodes.stream()
			.filter((node) -> node != to && this.simulation.isBound(node.address()))
			.reduce((first, second) -> second)
			.orElseThrow();
		finish(from.cluster().memberlist().sendReliable(to.address(), SerfCodec.encode(message)));
		this.simulation.runFor(Duration.ofMillis(50));
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

}
