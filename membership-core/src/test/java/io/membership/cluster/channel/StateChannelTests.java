package io.membership.cluster.channel;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ListeningNode;
import io.membership.cluster.MemberEventType;
import io.membership.cluster.SimulatedMembers;
import io.membership.gossip.MemberlistConfig;
import io.membership.runtime.NodeRuntime;
import io.membership.wire.WireException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Applications that share a set of words, in virtual time. */
class StateChannelTests {

	private final SimulatedMembers members = new SimulatedMembers(17);

	private final List<Node> nodes = new ArrayList<>();

	@Test
	void aSmallChangeIsGossipedToEverybody() {
		form(8);
		this.nodes.get(3).add("hello");
		expect(() -> all("hello"), 2);
		assertThat(this.nodes.get(3).channel.metrics().count(ChannelMetrics.Counter.BROADCASTS_SMALL)).isEqualTo(1);
		assertThat(this.nodes.get(3).channel.metrics().bytesSent()).isPositive();
	}

	@Test
	void aChangeOfMoreThanHalfAPacketIsSentToEverybodyReliably() {
		form(8);
		String large = "x".repeat(this.nodes.get(0).channel.smallChangeBytes() + 1);
		this.nodes.get(3).add(large);
		expect(() -> all(large), 2);
		assertThat(this.nodes.get(3).channel.metrics().count(ChannelMetrics.Counter.BROADCASTS_LARGE)).isEqualTo(1);
		assertThat(this.nodes.get(5).channel.metrics().count(ChannelMetrics.Counter.BROADCASTS_SMALL)).isZero();
	}

	@Test
	void whatWasMissedIsFoundByAnExchange() {
		form(5);
		this.nodes.get(0).words.add("never told");
		expect(() -> all("never told"), 200);
	}

	@Test
	void asLongAsAllAreTheSameAnExchangeIsAFewBytes() {
		form(5);
		for (int i = 0; i < 50; i++) {
			this.nodes.get(i % 5).add("a word of some length, number " + i);
		}
		expect(() -> this.nodes.stream().allMatch((node) -> node.words.size() == 50), 60);
		run(60);
		long before = this.nodes.get(0).channel.metrics().bytesSent();
		run(300);
		assertThat(this.nodes.get(0).channel.metrics().bytesSent() - before).isLessThan(2000);
	}

	@Test
	void whoOpensTheChannelLaterLearnsAllThatThereIs() {
		form(4);
		this.nodes.get(0).add("old");
		Node late = new Node("late", true);
		late.join(this.nodes.get(1));
		expect(() -> late.words.contains("old"), 3);
	}

	@Test
	void theStateIsNeverCalledOnTheEventLoopAndOnlyOneCallAtATime() {
		form(3);
		for (int i = 0; i < 20; i++) {
			this.nodes.get(i % 3).add("w" + i);
		}
		run(120);
		assertThat(this.nodes).allMatch((node) -> node.words.size() == 20 && !node.calledOnLoop);
	}

	@Test
	void anExceptionOfTheStateIsCountedAndHarmsNothing() {
		form(3);
		this.nodes.get(1).throwing = true;
		this.nodes.get(0).add("hello");
		expect(() -> this.nodes.get(2).words.contains("hello"), 3);
		run(1);
		assertThat(this.nodes.get(1).channel.metrics().count(ChannelMetrics.Counter.STATE_ERRORS)).isPositive();
		this.nodes.get(1).throwing = false;
		expect(() -> all("hello"), 200);
	}

	@Test
	void aNewerChangeOfTheSameKeyReplacesTheOlderInTheQueue() {
		form(3);
		List<String> spread = new ArrayList<>();
		this.nodes.get(0).cluster.runtime().execute(() -> {
			this.nodes.get(0).channel.broadcast("key", bytes("one"), () -> spread.add("one"));
			this.nodes.get(0).channel.broadcast("key", bytes("two"), () -> spread.add("two"));
		});
		expect(() -> spread.size() == 2, 5);
		assertThat(spread).containsExactly("one", "two");
		// the last packets may still be on their way
		run(1);
		assertThat(this.nodes.get(1).words).containsExactly("two");
	}

	@Test
	void whoIsAloneHasNothingToGossip() {
		Node alone = new Node("alone", true);
		run(1);
		List<String> spread = new ArrayList<>();
		alone.channel.broadcast("key", bytes("one"), () -> spread.add("one"));
		run(1);
		assertThat(spread).containsExactly("one");
	}

	@Test
	void openingAndClosingAChannelIsNoUpdateForListeners() {
		form(2);
		Node late = new Node("late", false);
		late.join(this.nodes.get(0));
		ListeningNode observer = this.nodes.get(1).member;
		expect(() -> observer.happened("late").equals(List.of(MemberEventType.JOIN)), 5);
		late.open();
		expect(() -> observer.cluster().member("late").orElseThrow().tags().containsKey(StateChannel.TAG), 5);
		late.channel.close();
		expect(() -> !observer.cluster().member("late").orElseThrow().tags().containsKey(StateChannel.TAG), 5);
		assertThat(observer.happened("late")).containsExactly(MemberEventType.JOIN);
		assertThat(late.member.happened("late")).containsExactly(MemberEventType.JOIN);
		late.cluster.tags(Map.of("zone", "b"));
		expect(() -> observer.happened("late").contains(MemberEventType.UPDATE), 5);
	}

	@Test
	void aChannelThatIsClosedTakesNoPartAndTheTagGoesWithTheLast() {
		form(3);
		StateChannel closed = this.nodes.get(1).channel;
		closed.close();
		closed.close();
		expect(() -> !this.nodes.get(0).cluster.member("n1").orElseThrow().tags().containsKey(StateChannel.TAG), 5);
		this.nodes.get(0).add("hello");
		run(60);
		assertThat(this.nodes.get(1).words).isEmpty();
		assertThat(this.nodes.get(2).words).containsExactly("hello");
		Node again = this.nodes.get(1);
		again.open();
		expect(() -> all("hello"), 5);
	}

	@Test
	void theSameChannelIsNotOpenedTwiceAndNoneBeforeTheStart() {
		form(1);
		assertThatIllegalStateException().isThrownBy(() -> this.nodes.get(0).open())
			.withMessage("Channel 'words' is open already");
		Cluster fresh = Cluster.create(ClusterConfig.of(MemberlistConfig.lan("fresh")),
				this.members.simulation().transportFactory());
		assertThatIllegalStateException()
			.isThrownBy(() -> fresh.channel(StateChannelConfig.of("words"), new Node.Words()));
		assertThatIllegalStateException().isThrownBy(fresh::runtime);
		assertThatIllegalArgumentException().isThrownBy(() -> StateChannelConfig.of("two words"));
	}

	@Test
	void theTagMustHaveRoom() {
		Node full = new Node("full", false);
		full.cluster.tags(Map.of("t", "x".repeat(505)));
		run(1);
		assertThatIllegalArgumentException().isThrownBy(full::open).withMessageContaining("512");
		full.cluster.tags(Map.of("t", "x"));
		full.open();
		assertThatIllegalArgumentException().isThrownBy(() -> full.cluster.tags(Map.of("t", "x".repeat(505))));
	}

	@Test
	void forgedMessagesChangeNothingAndAreNotAnswered() {
		form(3);
		Node stranger = new Node("stranger", false);
		stranger.join(this.nodes.get(0));
		expect(() -> this.nodes.get(0).cluster.members().size() == 4, 20);
		InetSocketAddress victim = this.nodes.get(0).member.address();
		byte[] hash = new byte[ChannelMessage.HASH_BYTES];
		for (ChannelMessage forged : List.of(new ChannelMessage.Summary("words", "stranger", 1, hash),
				new ChannelMessage.Summary("words", "nobody", 1, hash),
				new ChannelMessage.Digest("words", "n1", 7, new byte[0]),
				new ChannelMessage.Difference("words", "n1", 7, false, new byte[0], bytes("evil")),
				new ChannelMessage.Difference("words", "n1", 7, true, new byte[0], bytes("evil")),
				new ChannelMessage.Change("other", bytes("evil")))) {
			stranger.cluster.memberlist().sendBestEffort(victim, ChannelMessage.encode(forged));
		}
		stranger.cluster.memberlist().sendBestEffort(victim, new byte[] { (byte) 0xc5, 9 });
		run(60);
		assertThat(this.nodes).allMatch((node) -> node.words.isEmpty());
		assertThat(this.nodes.get(0).channel.metrics().count(ChannelMetrics.Counter.REFUSED)).isEqualTo(4);
	}

	@Property(tries = 500)
	void noBytesDoWorseThanBeRefused(@ForAll byte[] body) {
		byte[] message = new byte[body.length + 2];
		message[0] = (byte) ChannelMessage.MAGIC;
		message[1] = ChannelMessage.VERSION;
		System.arraycopy(body, 0, message, 2, body.length);
		try {
			byte[] again = ChannelMessage.encode(ChannelMessage.decode(message));
			assertThatCode(() -> ChannelMessage.decode(again)).doesNotThrowAnyException();
		}
		catch (WireException ex) {
			assertThat(ex.getMessage()).isNotEmpty();
		}
	}

	@Test
	void aMessageOfAnotherVersionIsRefused() {
		assertThatExceptionOfType(WireException.class)
			.isThrownBy(() -> ChannelMessage.decode(new byte[] { (byte) 0xc5, 2 }));
	}

	private boolean all(String word) {
		return this.nodes.stream().allMatch((node) -> node.words.contains(word));
	}

	private void form(int count) {
		for (int i = 0; i < count; i++) {
			Node node = new Node("n" + i, true);
			this.nodes.add(node);
			if (i > 0) {
				node.join(this.nodes.get(0));
			}
		}
		expect(() -> this.nodes.stream()
			.allMatch((node) -> node.cluster.members().size() == count && node.cluster.members()
				.stream()
				.allMatch((member) -> member.tags().containsKey(StateChannel.TAG))), 30);
		run(5);
	}

	private void run(int seconds) {
		this.members.run(seconds);
	}

	private void expect(BooleanSupplier condition, int seconds) {
		this.members.expect(condition, seconds);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private final class Node implements ReplicatedState {

		private final ListeningNode member;

		private final TreeSet<String> words = new TreeSet<>();

		private final Cluster cluster;

		private StateChannel channel;

		private boolean throwing;

		private boolean calledOnLoop;

		private Node(String name, boolean open) {
			this.member = StateChannelTests.this.members.start(name, (config) -> config);
			this.cluster = this.member.cluster();
			if (open) {
				open();
			}
		}

		private void open() {
			this.channel = this.cluster.channel(StateChannelConfig.of("words"), this);
		}

		private void join(Node other) {
			this.member.join(other.member);
		}

		private void add(String word) {
			this.words.add(word);
			this.channel.broadcast(bytes(word));
		}

		@Override
		public byte @Nullable [] merge(byte[] change) {
			called();
			List<String> news = new ArrayList<>();
			for (String word : new String(change, StandardCharsets.UTF_8).split("\n")) {
				if (!word.isEmpty() && this.words.add(word)) {
					news.add(word);
				}
			}
			return news.isEmpty() ? null : bytes(String.join("\n", news));
		}

		@Override
		public byte[] snapshot() {
			called();
			return bytes(String.join("\n", this.words));
		}

		private void called() {
			NodeRuntime runtime = this.cluster.runtime();
			this.calledOnLoop |= runtime.inEventLoop();
			if (this.throwing) {
				throw new IllegalStateException("broken");
			}
		}

		/** Words that nobody shares. */
		private static final class Words implements ReplicatedState {

			@Override
			public byte @Nullable [] merge(byte[] change) {
				return null;
			}

			@Override
			public byte[] snapshot() {
				return new byte[0];
			}

		}

	}

}
