package io.membership.simulation.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberEventType;
import io.membership.cluster.MemberState;
import io.membership.cluster.QueryAnswer;
import io.membership.cluster.QueryListener;
import io.membership.cluster.QueryRequest;
import io.membership.cluster.ReceivedQuery;
import io.membership.gossip.JoinResult;
import io.membership.simulation.NodeFaults;
import org.jspecify.annotations.Nullable;

/**
 * A member of a {@link SimulatedCluster}: a whole {@link Cluster} with a name and an
 * address that it keeps over restarts, and the events that its listener has received.
 * <p>
 * Not thread-safe, as everything in a simulation.
 */
public final class SimulatedMember {

	private enum State {

		NEW, RUNNING, LEFT, CRASHED

	}

	private final SimulatedCluster world;

	private final InetSocketAddress address;

	private final ClusterConfig config;

	private final List<ClusterEvent> events = new ArrayList<>();

	private Cluster cluster;

	private State state = State.NEW;

	private Duration pausedUntil = Duration.ZERO;

	private Consumer<ReceivedQuery> answering = (query) -> {
	};

	SimulatedMember(SimulatedCluster world, InetSocketAddress address, ClusterConfig config) {
		this.world = world;
		this.address = address;
		this.config = config;
		this.cluster = create();
	}

	private Cluster create() {
		Cluster created = Cluster.create(this.config, this.world.simulation().transportFactory());
		created.subscribe(this::received);
		return created;
	}

	private void received(ClusterEvent event) {
		this.events.add(event);
		this.world.log(name(), Descriptions.of(event));
		if (event instanceof ClusterEvent.Query asked) {
			this.answering.accept(asked.query());
		}
	}

	/**
	 * Starts the member without joining it. A member that was stopped or has crashed
	 * starts as a new process with the same settings at the same address.
	 * @return this member
	 */
	public SimulatedMember start() {
		if (this.state == State.RUNNING) {
			throw new IllegalStateException(name() + " is running");
		}
		if (this.state != State.NEW) {
			this.cluster = create();
		}
		this.world.log(name(), "starts");
		try {
			this.cluster.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.state = State.RUNNING;
		this.pausedUntil = Duration.ZERO;
		return this;
	}

	/** Starts the member again and joins it through the running members. */
	public void restart() {
		start();
		List<String> others = this.world.members()
			.stream()
			.filter((other) -> other != this && other.isRunning())
			.map(SimulatedMember::joinAddress)
			.toList();
		if (!others.isEmpty()) {
			this.cluster.join(others, false);
		}
	}

	/**
	 * Joins through another member.
	 * @param other the other member
	 * @return the number of members reached; completes as virtual time passes
	 */
	public CompletableFuture<JoinResult> join(SimulatedMember other) {
		this.world.log(name(), "joins " + other.name());
		return this.cluster.join(List.of(other.joinAddress()), false);
	}

	/**
	 * Lets the member leave the cluster and end, as a graceful shutdown does. Virtual
	 * time passes meanwhile.
	 */
	public void stop() {
		requireRunning();
		this.world.log(name(), "leaves");
		this.world.await(this.cluster.leave());
		this.world.await(this.cluster.shutdown());
		this.state = State.LEFT;
	}

	/** Kills the process of the member: the others get no word. */
	public void crash() {
		requireRunning();
		this.world.log(name(), "crashes");
		faults().crash();
		this.state = State.CRASHED;
	}

	/**
	 * Stops the process of the member for a while, as a long garbage collection does.
	 * @param duration from now, in virtual time
	 */
	public void pause(Duration duration) {
		requireRunning();
		this.world.log(name(), "pauses for " + Descriptions.of(duration));
		faults().pause(duration);
		this.pausedUntil = this.world.now().plus(duration);
	}

	/**
	 * Replaces the tags of the member. Virtual time passes until they are announced.
	 * @param tags all tags
	 */
	public void setTags(Map<String, String> tags) {
		requireRunning();
		this.world.log(name(), "sets its tags to " + tags);
		this.world.await(this.cluster.tags(tags));
	}

	/**
	 * Sends a user event to the cluster. Virtual time passes until it is queued.
	 * @param event name of the event
	 * @param payload its payload, sent in UTF-8
	 */
	public void sendEvent(String event, String payload) {
		requireRunning();
		this.world.log(name(), "sends the event '" + event + "'");
		this.world.await(this.cluster.publish(event, payload.getBytes(StandardCharsets.UTF_8), false));
	}

	/**
	 * Asks the whole cluster. Virtual time passes until the query has ended.
	 * @param query name of the query
	 * @param payload its payload, sent in UTF-8
	 * @return the answers in UTF-8 by the names of the members
	 */
	public Map<String, String> query(String query, String payload) {
		requireRunning();
		this.world.log(name(), "asks '" + query + "'");
		QueryListener ignored = new QueryListener() {
		};
		return this.world
			.await(this.cluster.query(QueryRequest.of(query, payload.getBytes(StandardCharsets.UTF_8)), ignored)
				.result())
			.answers()
			.stream()
			.collect(Collectors.toMap(QueryAnswer::from,
					(answer) -> new String(answer.payload(), StandardCharsets.UTF_8)));
	}

	/**
	 * Sets how the member answers queries from now on.
	 * @param answer called for each query, which it may answer
	 */
	public void onQuery(Consumer<ReceivedQuery> answer) {
		this.answering = answer;
	}

	/**
	 * Returns the name of the member.
	 * @return the name
	 */
	public String name() {
		return this.config.memberlist().name();
	}

	/**
	 * Returns the address of the member.
	 * @return the address, the same after a restart
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/** The address as a join takes it. */
	String joinAddress() {
		return this.address.getAddress().getHostAddress() + ":" + this.address.getPort();
	}

	/**
	 * Returns the member itself, for everything that has no verb here. After a restart it
	 * is another one.
	 * @return the cluster as this member sees it
	 */
	public Cluster cluster() {
		return this.cluster;
	}

	/**
	 * Returns the faults of the member's process, such as slowness.
	 * @return the faults, until the member ends
	 */
	public NodeFaults faults() {
		return this.world.simulation().node(this.address);
	}

	/**
	 * Returns whether the member runs.
	 * @return {@code true} from the start until it leaves or crashes
	 */
	public boolean isRunning() {
		return this.state == State.RUNNING;
	}

	/** Whether the member runs and takes part, so that others should see it alive. */
	boolean isResponsive() {
		return isRunning() && this.world.now().compareTo(this.pausedUntil) >= 0;
	}

	/**
	 * Returns the events that the listener of the member has received.
	 * @return the events in order, including those from before a restart
	 */
	public List<ClusterEvent> events() {
		return Collections.unmodifiableList(this.events);
	}

	/** Forgets the events so far. */
	public void clearEvents() {
		this.events.clear();
	}

	/**
	 * Returns the changes of another member that this one was told of.
	 * @param other name of the other member
	 * @return the kinds of the changes in order
	 */
	public List<MemberEventType> changesOf(String other) {
		return this.events.stream()
			.filter(ClusterEvent.Membership.class::isInstance)
			.map(ClusterEvent.Membership.class::cast)
			.filter((event) -> event.members().stream().anyMatch((member) -> member.name().equals(other)))
			.map(ClusterEvent.Membership::type)
			.toList();
	}

	/**
	 * Returns the user events that this member has received.
	 * @return each as {@code name=payload}, in order
	 */
	public List<String> userEvents() {
		return this.events.stream()
			.filter(ClusterEvent.User.class::isInstance)
			.map(ClusterEvent.User.class::cast)
			.map((event) -> event.name() + "=" + new String(event.payload(), StandardCharsets.UTF_8))
			.toList();
	}

	/**
	 * Looks up a member as this one sees it.
	 * @param other name of the member
	 * @return the member, or empty if this one does not know it
	 */
	public Optional<ClusterMember> view(String other) {
		return this.cluster.member(other);
	}

	/**
	 * Returns the status of a member as this one sees it.
	 * @param other name of the member
	 * @return the status, or {@code null} if this one does not know the member
	 */
	public @Nullable MemberState stateOf(String other) {
		return view(other).map(ClusterMember::state).orElse(null);
	}

	/**
	 * Returns the members that this one sees alive, including those that it suspects.
	 * @return the names, sorted, with its own
	 */
	public Set<String> alive() {
		return this.cluster.members()
			.stream()
			.filter((member) -> member.state() == MemberState.ALIVE)
			.map(ClusterMember::name)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/** Whether this member sees exactly these alive, and suspects none. */
	boolean sees(Set<String> names) {
		return alive().equals(names) && this.cluster.members()
			.stream()
			.noneMatch((member) -> member.suspect() || member.state() == MemberState.LEAVING);
	}

	private void requireRunning() {
		if (!isRunning()) {
			throw new IllegalStateException(name() + " is not running");
		}
	}

	@Override
	public String toString() {
		return name();
	}

}
