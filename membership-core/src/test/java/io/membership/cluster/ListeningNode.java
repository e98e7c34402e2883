package io.membership.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.membership.gossip.JoinResult;
import io.membership.gossip.MemberlistConfig;
import io.membership.simulation.NodeFaults;
import io.membership.simulation.Simulation;
import org.jspecify.annotations.Nullable;

/**
 * A member of a cluster in virtual time, and the events that its listener has received.
 */
public final class ListeningNode {

	private final Simulation simulation;

	private final InetSocketAddress address;

	private final Function<InetSocketAddress, ClusterConfig> config;

	private final List<ClusterEvent> events = new ArrayList<>();

	private final Cluster cluster;

	private Consumer<ReceivedQuery> answering = (query) -> {
	};

	private ListeningNode(Simulation simulation, InetSocketAddress address,
			Function<InetSocketAddress, ClusterConfig> config) {
		this.simulation = simulation;
		this.address = address;
		this.config = config;
		this.cluster = Cluster.create(config.apply(address), simulation.transportFactory());
		this.cluster.subscribe(this::heard);
	}

	/** A member at an address, not started yet. */
	static ListeningNode create(Simulation simulation, String name, InetSocketAddress address,
			UnaryOperator<MemberlistConfig> gossip, UnaryOperator<ClusterConfig> settings) {
		return new ListeningNode(simulation, address,
				(at) -> settings.apply(ClusterConfig.of(gossip.apply(MemberlistConfig.lan(name)
					.withNetwork((network) -> network.withBindAddress(at.getAddress()).withBindPort(at.getPort()))))));
	}

	/** A running member at an address. */
	public static ListeningNode start(Simulation simulation, String name, InetSocketAddress address,
			UnaryOperator<ClusterConfig> settings) {
		return create(simulation, name, address, (gossip) -> gossip, settings).start();
	}

	ListeningNode start() {
		try {
			this.cluster.start();
			return this;
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

	public String name() {
		return this.cluster.config().memberlist().name();
	}

	public InetSocketAddress address() {
		return this.address;
	}

	public Cluster cluster() {
		return this.cluster;
	}

	List<ClusterEvent> events() {
		return this.events;
	}

	public CompletableFuture<JoinResult> join(ListeningNode other) {
		return this.cluster.join(List.of(other.text()), false);
	}

	/** The address as a join takes it. */
	String text() {
		return this.address.getAddress().getHostAddress() + ":" + this.address.getPort();
	}

	public NodeFaults faults() {
		return this.simulation.node(this.address);
	}

	/** The process dies; another one with the same settings starts at once. */
	ListeningNode crashAndRestart() {
		faults().crash();
		return restart();
	}

	/** Another process with the same settings at the same address. */
	ListeningNode restart() {
		return new ListeningNode(this.simulation, this.address, this.config).start();
	}

	/** From now on every query is answered so. */
	void answer(Consumer<ReceivedQuery> with) {
		this.answering = with;
	}

	void answerWithName() {
		answer((query) -> query.respond(name().getBytes(StandardCharsets.UTF_8)));
	}

	/** How many members are alive, as far as this one knows. */
	int alive() {
		return this.cluster.metrics().members(MemberState.ALIVE);
	}

	ClusterMember member(String name) {
		return this.cluster.member(name).orElseThrow();
	}

	@Nullable MemberState state(String name) {
		return this.cluster.member(name).map(ClusterMember::state).orElse(null);
	}

	public List<MemberEventType> happened(String name) {
		return received(ClusterEvent.Membership.class)
			.filter((event) -> event.members().stream().anyMatch((member) -> member.name().equals(name)))
			.map(ClusterEvent.Membership::type)
			.toList();
	}

	List<String> userEvents() {
		return received(ClusterEvent.User.class)
			.map((event) -> event.name() + "=" + new String(event.payload(), StandardCharsets.UTF_8))
			.toList();
	}

	List<String> queries() {
		return received(ClusterEvent.Query.class).map((event) -> event.query().name()).toList();
	}

	private <E extends ClusterEvent> Stream<E> received(Class<E> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast);
	}

	long count(ClusterMetrics.Counter counter) {
		return this.cluster.metrics().count(counter);
	}

}
