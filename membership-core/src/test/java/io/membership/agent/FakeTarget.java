package io.membership.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.membership.Subscription;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterListener;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.PendingQuery;
import io.membership.cluster.QueryListener;
import io.membership.cluster.QueryRequest;
import io.membership.cluster.QueryResult;
import io.membership.cluster.coordinate.Coordinate;
import io.membership.cluster.keys.KeyManager;
import io.membership.cluster.keys.KeyResult;
import io.membership.cluster.keys.KeyRotation;
import io.membership.gossip.JoinResult;
import org.jspecify.annotations.Nullable;

/** A cluster that answers what it is told to, and remembers what it was asked. */
class FakeTarget implements RpcTarget, KeyManager {

	final List<String> calls = new ArrayList<>();

	final List<ClusterListener> listeners = new ArrayList<>();

	final List<QueryRequest> queries = new ArrayList<>();

	final List<QueryListener> queryListeners = new ArrayList<>();

	int cancelled;

	List<ClusterMember> members = List.of();

	Map<String, String> tags = new TreeMap<>();

	Map<String, String> stats = Map.of();

	Map<String, Coordinate> coordinates = Map.of();

	CompletableFuture<JoinResult> join = CompletableFuture.completedFuture(new JoinResult(0, Map.of()));

	CompletableFuture<@Nullable Void> done = CompletableFuture.completedFuture(null);

	CompletableFuture<@Nullable Void> sent = CompletableFuture.completedFuture(null);

	Function<String, CompletableFuture<KeyResult>> keys = (call) -> new CompletableFuture<>();

	@Override
	public String name() {
		return "ag-a";
	}

	@Override
	public List<ClusterMember> members() {
		return this.members;
	}

	@Override
	public Map<String, String> tags() {
		return this.tags;
	}

	@Override
	public Map<String, String> stats() {
		return this.stats;
	}

	@Override
	public Optional<Coordinate> coordinate(String name) {
		return Optional.ofNullable(this.coordinates.get(name));
	}

	@Override
	public CompletableFuture<JoinResult> join(Collection<String> addresses, boolean ignoreOld) {
		this.calls.add("join " + addresses + " ignoreOld=" + ignoreOld);
		return this.join;
	}

	@Override
	public CompletableFuture<Void> tags(Map<String, String> tags) {
		this.calls.add("tags " + new TreeMap<>(tags));
		this.tags = tags;
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletableFuture<@Nullable Void> publish(String name, byte[] payload, boolean coalesce) {
		this.calls.add("event " + name + " " + payload.length + " bytes coalesce=" + coalesce);
		if (payload.length > 512) {
			throw new IllegalArgumentException("user event exceeds configured limit of 512 bytes before encoding");
		}
		return this.done;
	}

	@Override
	public CompletableFuture<@Nullable Void> leave() {
		this.calls.add("leave");
		return this.done;
	}

	@Override
	public CompletableFuture<@Nullable Void> forceLeave(String name, boolean prune) {
		this.calls.add("force-leave " + name + " prune=" + prune);
		return this.done;
	}

	@Override
	public PendingQuery query(QueryRequest request, QueryListener listener) {
		this.queries.add(request);
		this.queryListeners.add(listener);
		return new PendingQuery() {
			@Override
			public CompletableFuture<@Nullable Void> sent() {
				return FakeTarget.this.sent;
			}

			@Override
			public CompletableFuture<QueryResult> result() {
				return new CompletableFuture<>();
			}

			@Override
			public void cancel() {
				FakeTarget.this.cancelled++;
			}
		};
	}

	@Override
	public Subscription subscribe(ClusterListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	void happens(ClusterEvent event) {
		List.copyOf(this.listeners).forEach((listener) -> listener.clusterEvent(event));
	}

	@Override
	public KeyManager keys() {
		return this;
	}

	@Override
	public CompletableFuture<KeyResult> install(String key) {
		return this.keys.apply("install " + key);
	}

	@Override
	public CompletableFuture<KeyResult> use(String key) {
		return this.keys.apply("use " + key);
	}

	@Override
	public CompletableFuture<KeyResult> remove(String key) {
		return this.keys.apply("remove " + key);
	}

	@Override
	public CompletableFuture<KeyResult> list() {
		return this.keys.apply("list");
	}

	@Override
	public CompletableFuture<KeyRotation> rotate(String newKey) {
		throw new UnsupportedOperationException();
	}

}
