package io.membership.cluster;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.membership.gossip.JoinResult;
import io.membership.gossip.MemberlistConfig;
import io.membership.simulation.NodeFaults;
import io.membership.simulation.cluster.SimulatedCluster;
import io.membership.simulation.cluster.SimulatedMember;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SimulatedMember} with what the tests of this layer ask of it. After a restart,
 * it is another one with events of its own.
 */
public final class ListeningNode {

	private final SimulatedCluster world;

	private final SimulatedMember member;

	private final UnaryOperator<ClusterConfig> settings;

	private ListeningNode(SimulatedCluster world, String name, InetSocketAddress address,
			UnaryOperator<ClusterConfig> settings) {
		this.world = world;
		this.settings = settings;
		this.member = world.create(name, address, settings);
	}

	/** A member at an address, not started yet. */
	static ListeningNode create(SimulatedCluster world, String name, InetSocketAddress address,
			UnaryOperator<MemberlistConfig> gossip, UnaryOperator<ClusterConfig> settings) {
		return new ListeningNode(world, name, address,
				(config) -> settings.apply(ClusterConfig.of(gossip.apply(config.memberlist()))));
	}

	/** A running member at an address. */
	public static ListeningNode start(SimulatedCluster world, String name, InetSocketAddress address,
			UnaryOperator<ClusterConfig> settings) {
		return create(world, name, address, (gossip) -> gossip, settings).start();
	}

	ListeningNode start() {
		this.member.start();
		return this;
	}

	public String name() {
		return this.member.name();
	}

	public InetSocketAddress address() {
		return this.member.address();
	}

	public Cluster cluster() {
		return this.member.cluster();
	}

	List<ClusterEvent> events() {
		return this.member.events();
	}

	void clearEvents() {
		this.member.clearEvents();
	}

	public CompletableFuture<JoinResult> join(ListeningNode other) {
		return this.member.join(other.member);
	}

	/** The address as a join takes it. */
	String text() {
		return address().getAddress().getHostAddress() + ":" + address().getPort();
	}

	public NodeFaults faults() {
		return this.member.faults();
	}

	/** The process dies; another one with the same settings starts at once. */
	ListeningNode crashAndRestart() {
		faults().crash();
		return restart();
	}

	/** Another process with the same settings at the same address. */
	ListeningNode restart() {
		return new ListeningNode(this.world, name(), address(), this.settings).start();
	}

	/** From now on every query is answered so. */
	void answer(Consumer<ReceivedQuery> with) {
		this.member.onQuery(with);
	}

	void answerWithName() {
		answer((query) -> query.respond(name().getBytes(StandardCharsets.UTF_8)));
	}

	/** How many members are alive, as far as this one knows. */
	int alive() {
		return cluster().metrics().members(MemberState.ALIVE);
	}

	ClusterMember member(String name) {
		return cluster().member(name).orElseThrow();
	}

	@Nullable MemberState state(String name) {
		return this.member.stateOf(name);
	}

	public List<MemberEventType> happened(String name) {
		return this.member.changesOf(name);
	}

	List<String> userEvents() {
		return this.member.userEvents();
	}

	List<String> queries() {
		return events().stream()
			.filter(ClusterEvent.Query.class::isInstance)
			.map((event) -> ((ClusterEvent.Query) event).query().name())
			.toList();
	}

	long count(ClusterMetrics.Counter counter) {
		return cluster().metrics().count(counter);
	}

}
