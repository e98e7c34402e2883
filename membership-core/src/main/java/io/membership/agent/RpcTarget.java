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

/**
 * The operations of {@link Cluster} that clients can reach, with the same contracts.
 * Tests replace it by a recorded cluster.
 */
interface RpcTarget {

	String name();

	List<ClusterMember> members();

	Map<String, String> tags();

	Map<String, String> stats();

	Optional<Coordinate> coordinate(String name);

	CompletableFuture<JoinResult> join(Collection<String> addresses, boolean ignoreOld);

	CompletableFuture<Void> tags(Map<String, String> tags);

	CompletableFuture<@Nullable Void> publish(String name, byte[] payload, boolean coalesce);

	CompletableFuture<@Nullable Void> leave();

	CompletableFuture<@Nullable Void> forceLeave(String name, boolean prune);

	PendingQuery query(QueryRequest request, QueryListener listener);

	Subscription subscribe(ClusterListener listener);

	KeyManager keys();

}
