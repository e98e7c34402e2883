package io.membership.spring.autoconfigure.properties;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the member leaves the cluster.
 *
 * @param onShutdown Whether the member leaves when the application shuts down, so that
 * the others see it as left and not as failed. Set it to false if a restart should look
 * like a short failure, and no member should move work meanwhile.
 * @param timeout Longest time that the shutdown waits for the leave. Raise it in large
 * clusters or on slow links; a shutdown can then take that much longer.
 * @param broadcastTimeout Longest time to wait until the intent to leave, or to remove
 * another member, has been gossiped. Raise it in very large clusters, where gossip takes
 * longer. Requires Serf's protocol.
 * @param propagateDelay How long a leaving member goes on answering after its leave has
 * been gossiped, so that no member takes it for failed before the news has arrived. Raise
 * it in large clusters; each shutdown takes that much longer. Requires Serf's protocol.
 */
public record LeaveProperties(@DefaultValue("true") boolean onShutdown, @DefaultValue("5s") Duration timeout,
		@DefaultValue("5s") Duration broadcastTimeout, @DefaultValue("1s") Duration propagateDelay) {

}
