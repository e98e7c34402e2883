package io.membership.spring.autoconfigure.properties;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Protocol versions that the member speaks. Change them only for a cluster with old
 * members.
 *
 * @param gossip Version of the gossip protocol to speak, 1 to 5. Set 1 only for a cluster
 * with very old members of memberlist. Raising it gains nothing: members use what their
 * peers understand in any case.
 * @param serf Version of Serf's protocol to speak, 2 to 5. Lower it only while members
 * with an old version of Serf are in the cluster; tags need 3 and queries 4.
 * @param delegateMin Lowest version of the application's own protocol that this member
 * understands. Requires memberlist's protocol.
 * @param delegateMax Highest version of the application's own protocol that this member
 * understands. Requires memberlist's protocol.
 * @param delegateCurrent Version of the application's own protocol that this member
 * speaks. A join is refused unless all members understand it. Requires memberlist's
 * protocol.
 */
public record VersionsProperties(@DefaultValue("2") int gossip, @DefaultValue("5") int serf,
		@DefaultValue("0") int delegateMin, @DefaultValue("0") int delegateMax,
		@DefaultValue("0") int delegateCurrent) {

}
