package io.membership.spring.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How members are remembered, reached again and forgotten.
 *
 * @param max Number of members that this member keeps, gone ones included. It forgets
 * gone members earlier to make room, and refuses new ones when all are present. Protects
 * memory against forged members; keep it well above the size of the cluster.
 * @param deadNodeReclaimTime Time after which a node with another address may take the
 * name of a member that failed or left, if the known address does not answer. Lower it
 * where members often restart with a new address; raise it to be safer against two nodes
 * with one name. Zero means never after a failure and at once after a leave, as in
 * memberlist.
 * @param deadMemberRetention How long the gossip layer remembers members that failed or
 * left, at least as long as it gossips to them. With memberlist's protocol they stay
 * listed for this time; with Serf's, reconnect-timeout and tombstone-timeout decide that.
 * @param reapInterval Time between checks for members that have been gone long enough to
 * be forgotten. Lower it only if the other times are that short, for example in tests.
 * Requires Serf's protocol, like the following properties of this group.
 * @param reconnectInterval Time between attempts to reach a failed member again. Lower it
 * to bring members back sooner after an outage; each attempt opens a connection. In a
 * cluster with few failed members, a member skips most attempts.
 * @param reconnectTimeout Time after which a failed member is forgotten and no longer
 * tried. Lower it to some minutes where members come back under new names, as pods of a
 * Deployment do; a member that was gone for longer must join again.
 * @param tombstoneTimeout Time after which a member that left is forgotten. Lower it to
 * some minutes where members come back under new names, as pods of a Deployment do; until
 * then the member stays listed.
 * @param recentIntentTimeout How long the member remembers announced joins and leaves of
 * members that it does not know yet, because gossip can arrive in any order. The default
 * suits nearly every cluster; a longer time only takes memory.
 * @param flapTimeout Time within which a member that failed and returns is counted as
 * flapping. Affects the meter membership.flaps only.
 * @param nameConflictResolution Whether the member asks the cluster which node is the
 * real one when another node uses its name. The member that loses the vote shuts down.
 * Set it to false if it should only report the conflict.
 */
public record MembersProperties(@DefaultValue("65536") int max, @Nullable Duration deadNodeReclaimTime,
		@DefaultValue("10m") Duration deadMemberRetention, @DefaultValue("15s") Duration reapInterval,
		@DefaultValue("30s") Duration reconnectInterval, @DefaultValue("24h") Duration reconnectTimeout,
		@DefaultValue("24h") Duration tombstoneTimeout, @DefaultValue("5m") Duration recentIntentTimeout,
		@DefaultValue("60s") Duration flapTimeout, @DefaultValue("true") boolean nameConflictResolution) {

}
