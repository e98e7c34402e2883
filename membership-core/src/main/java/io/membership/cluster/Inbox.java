package io.membership.cluster;

import io.membership.gossip.MemberEvent;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.SerfMessageHandler;
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
			SerfCodec.decode(message).accept(new Delivery(message));
			this.core.showTimes();
		}
		catch (WireException ex) {
			undecodable(ex);
		}
	}

	private void undecodable(WireException ex) {
		this.core.counters().increment(ClusterMetrics.Counter.UNDECODABLE);
		logger.atDebug().addKeyValue("reason", ex.getMessage()).log("A message cannot be decoded: {}", ex.getMessage());
	}

	private void intent(boolean news, byte[] message) {
		if (news) {
			this.core.counters().increment(ClusterMetrics.Counter.INTENTS);
			this.core.broadcastIntent(message, null);
		}
	}

	/** Handles one message, of which it has the bytes to pass on. */
	private final class Delivery implements SerfMessageHandler {

		private final byte[] bytes;

		Delivery(byte[] bytes) {
			this.bytes = bytes;
		}

		@Override
		public void leave(SerfMessage.Leave leave) {
			intent(Inbox.this.core.members().leaveIntent(leave), this.bytes);
		}

		@Override
		public void join(SerfMessage.Join join) {
			intent(Inbox.this.core.members().joinIntent(join), this.bytes);
		}

		@Override
		public void userEvent(SerfMessage.UserEvent event) {
			if (Inbox.this.events.receive(event)) {
				Inbox.this.core.broadcastEvent(this.bytes);
			}
		}

		@Override
		public void query(SerfMessage.Query query) {
			Inbox.this.core.queries().receive(query, this.bytes);
		}

		@Override
		public void queryResponse(SerfMessage.QueryResponse response) {
			Inbox.this.core.queries().receive(response);
		}

		@Override
		public void relay(SerfMessage.Relay relay) {
			try {
				Inbox.this.replies.relay(relay);
			}
			catch (WireException ex) {
				undecodable(ex);
			}
		}

		@Override
		public void pushPull(SerfMessage.PushPull state) {
			// Legal as the user state of memberlist's push/pull only. Serf drops it here.
		}

		@Override
		public void conflictResponse(SerfMessage.ConflictResponse response) {
			// Legal as the payload of an answer only. Serf drops it here.
		}

		@Override
		public void keyRequest(SerfMessage.KeyRequest request) {
			// Legal as the payload of a query only. Serf drops it here.
		}

		@Override
		public void keyResponse(SerfMessage.KeyResponse response) {
			// Legal as the payload of an answer only. Serf drops it here.
		}

	}

}
