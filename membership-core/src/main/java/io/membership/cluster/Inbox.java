package io.membership.cluster;

import io.membership.cluster.channel.Channels;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.SerfMessageHandler;
import io.membership.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes messages of other members and dispatches each to its handler. Handlers relay
 * messages unchanged, byte for byte. Confined to the event loop.
 */
final class Inbox {

	private static final Logger logger = LoggerFactory.getLogger(Inbox.class);

	private final ClusterContext context;

	private final Clocks clocks;

	private final Channels channels;

	private final Intents intents;

	private final UserEvents events;

	private final PendingQueries pending;

	private final QueryReceiver queries;

	private final Replies replies;

	Inbox(ClusterContext context, Clocks clocks, Channels channels, Intents intents, UserEvents events,
			PendingQueries pending, QueryReceiver queries, Replies replies) {
		this.context = context;
		this.clocks = clocks;
		this.channels = channels;
		this.intents = intents;
		this.events = events;
		this.pending = pending;
		this.queries = queries;
		this.replies = replies;
	}

	/** Handles a user message of gossip: a message of a channel or of Serf. */
	void receive(byte[] message) {
		if (this.channels.receive(message)) {
			return;
		}
		try {
			SerfCodec.decode(message).accept(new Dispatch(message));
			this.clocks.show(this.context.metrics());
		}
		catch (WireException ex) {
			undecodable(ex);
		}
	}

	private void undecodable(WireException ex) {
		this.context.metrics().increment(ClusterMetrics.Counter.UNDECODABLE);
		logger.atDebug().addKeyValue("reason", ex.getMessage()).log("A message cannot be decoded: {}", ex.getMessage());
	}

	/** Handles one message; its original bytes are kept for relaying. */
	private final class Dispatch implements SerfMessageHandler {

		private final byte[] bytes;

		Dispatch(byte[] bytes) {
			this.bytes = bytes;
		}

		@Override
		public void leave(SerfMessage.Leave leave) {
			Inbox.this.intents.receive(leave, this.bytes);
		}

		@Override
		public void join(SerfMessage.Join join) {
			Inbox.this.intents.receive(join, this.bytes);
		}

		@Override
		public void userEvent(SerfMessage.UserEvent event) {
			Inbox.this.events.receive(event, this.bytes);
		}

		@Override
		public void query(SerfMessage.Query query) {
			Inbox.this.queries.receive(query, this.bytes);
		}

		@Override
		public void queryResponse(SerfMessage.QueryResponse response) {
			Inbox.this.pending.receive(response);
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
