package io.membership.spring.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Exchange of the full state with a random member, which repairs what gossip missed.
 *
 * @param interval Time between exchanges of the full state. It grows with the cluster:
 * above 32 members, each doubling adds one interval. Lower it to converge faster after
 * packet loss; each exchange transfers the state of all members over TCP. Zero switches
 * periodic exchanges off.
 * @param userStateTimeout How long an exchange waits for the state that a UserDelegate
 * provides before it sends the previous one. Raise it if the state takes longer to
 * collect; joins and exchanges then take longer, too.
 */
public record PushPullProperties(@Nullable Duration interval, @DefaultValue("1s") Duration userStateTimeout) {

}
