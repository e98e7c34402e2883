package io.membership.agent;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.membership.Subscription;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterListener;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.PendingQuery;
import io.membership.cluster.QueryListener;
import io.membership.cluster.QueryRequest;
import io.membership.cluster.coordinate.Coordinate;
import io.membership.cluster.keys.KeyManager;
import io.membership.gossip.JoinResult;
import org.jspecify.annotations.Nullable;

/** Targets a real cluster. */
record ClusterTarget(Cluster cluster) implements RpcTarget {

	@Override
	public String name() {
		return this.cluster.config().memberlist().name();
	}

	@Override
	public List<ClusterMember> members() {
		return this.cluster.members();
	}

	@Override
	public Map<String, String> tags() {
		return this.cluster.tags();
	}

	@Override
	public Map<String, String> stats() {
		return SerfStats.of(this.cluster);
	}

	@Override
	public Optional<Coordinate> coordinate(String name) {
		return this.cluster.coordinate(name);
	}

	@Override
	public CompletableFuture<JoinResult> join(Collection<String> addresses, boolean ignoreOld) {
		return this.cluster.join(addresses, ignoreOld);
	}

	@Override
	public CompletableFuture<Void> tags(Map<String, String> tags) {
		return this.cluster.tags(tags);
	}

	@Override
	public CompletableFuture<@Nullable Void> publish(String name, byte[] payload, boolean coalesce) {
		return this.cluster.publish(name, payload, coalesce);
	}

	@Override
	public CompletableFuture<@Nullable Void> leave() {
		return this.cluster.leave();
	}

	@Override
	public CompletableFuture<@Nullable Void> forceLeave(String name, boolean prune) {
		return this.cluster.forceLeave(name, prune);
	}

	@Override
	public PendingQuery query(QueryRequest request, QueryListener listener) {
		return this.cluster.query(request, listener);
	}

	@Override
	public Subscription subscribe(ClusterListener listener) {
		return this.cluster.subscribe(listener);
	}

	@Override
	public KeyManager keys() {
		return this.cluster.keys();
	}

}
