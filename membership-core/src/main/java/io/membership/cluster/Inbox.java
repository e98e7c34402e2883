package io.membership.cluster;

import io.membership.gossip.MemberEvent;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each message to the part that is concerned; what is to be passed on is passed on
 * byte for byte as it came. Confined to the event loop.
 */
final class Inbox {

	private static final Logger logger = LoggerFactory.getLogger(Inbox.class);

	private final ClusterCore core;

	private final UserEvents events;

	private final Replies replies;

	private final GossipHooks hooks;

	Inbox(ClusterCore core, UserEvents events, Replies replies, GossipHooks hooks) {
		this.core = core;
		this.hooks = hooks;
		this.events = events;
		this.replies = replies;
	}

	/** Gossip has news of a node. */
	void memberEvent(MemberEvent event) {
		switch (event.type()) {
			case JOINED -> this.core.members().joined(event.member());
			case UPDATED -> this.core.members().updated(event.member());
			case LEFT, FAILED -> this.core.members().gone(event.member());
			case SUSPECTED, RECOVERED -> this.hooks.suspicion(event);
		}
	}

	/** A message has arrived. */
	void receive(byte[] message) {
		try {
			SerfMessage decoded = SerfCodec.decode(message);
			if (decoded instanceof SerfMessage.Leave leave) {
				intent(this.core.members().leaveIntent(leave), message);
			}
			else if (decoded instanceof SerfMessage.Join join) {
				intent(this.core.members().joinIntent(join), message);
			}
			else if (decoded instanceof SerfMessage.UserEvent event) {
				if (this.events.receive(event)) {
					this.core.broadcastEvent(message);
				}
			}
			else if (decoded instanceof SerfMessage.Query query) {
				this.core.queries().receive(query, message);
			}
			else if (decoded instanceof SerfMessage.QueryResponse response) {
				this.core.queries().receive(response);
			}
			else if (decoded instanceof SerfMessage.Relay relay) {
				this.replies.relay(relay);
			}
			this.core.showTimes();
		}
		catch (WireException ex) {
			this.core.counters().increment(ClusterMetrics.Counter.UNDECODABLE);
			logger.atDebug()
				.addKeyValue("reason", ex.getMessage())
				.log("A message cannot be decoded: {}", ex.getMessage());
		}
	}

	private void intent(boolean news, byte[] message) {
		if (news) {
			this.core.counters().increment(ClusterMetrics.Counter.INTENTS);
			this.core.broadcastIntent(message, null);
		}
	}

}
