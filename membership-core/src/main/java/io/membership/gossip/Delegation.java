package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.membership.runtime.Mailbox;
import io.membership.runtime.Subscribers;
import io.membership.wire.Message;
import io.membership.wire.WireBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the application's delegates and listeners off the event loop and in order. Calls
 * the delegates of a {@link ProtocolLayer} immediately, on the event loop. Skips absent
 * delegates. Confined to the event loop.
 */
final class Delegation {

	private static final Logger logger = LoggerFactory.getLogger(Delegation.class);

	private final NodeContext context;

	private final Delegates delegates;

	private final Subscribers<Notice> subscribers;

	private final Vetoes vetoes;

	private final Measurements measurements;

	private final Mailbox<Notice> application;

	private final Consumer<Notice> outlet;

	/**
	 * Creates the part.
	 * @param context the member
	 * @param delegates the callbacks of the application or the layer
	 * @param subscribers the listeners of the application
	 * @param vetoes asks the delegates that can veto
	 * @param layered whether the delegates are those of a layer
	 */
	Delegation(NodeContext context, Delegates delegates, Subscribers<Notice> subscribers, Vetoes vetoes,
			boolean layered) {
		this.context = context;
		this.delegates = delegates;
		this.subscribers = subscribers;
		this.vetoes = vetoes;
		this.measurements = new Measurements(context, delegates.observer());
		this.application = new Mailbox<>("delegates", this::deliver, context.runtime().blocking(),
				Mailbox.Limits.of(context.config().eventQueueCapacity()), new Notice.Rule(),
				context.metrics().listeners(), context::now);
		this.outlet = layered ? this::tellLayer : this.application::put;
	}

	/** Reports a change of a member. */
	void event(MemberEvent.Type type, Member member) {
		Notice change = new Notice.Change(new MemberEvent(type, member));
		if (this.delegates.events() != null) {
			this.outlet.accept(change);
		}
		this.subscribers.tell(change);
	}

	/** Runs a callback of the application that takes no data. */
	void callback(Runnable callback) {
		this.application.put(new Notice.Call(callback, 0));
	}

	/** Delivers a message sent by another member's application. */
	void userMessage(byte[] payload) {
		Notice message = new Notice.Message(payload);
		if (this.delegates.user() != null) {
			this.outlet.accept(message);
		}
		this.subscribers.tell(message);
	}

	/** Delivers the state of another member's application. */
	void mergeUserState(byte[] state, boolean join) {
		UserDelegate user = this.delegates.user();
		if (user != null) {
			call(() -> user.mergeRemoteState(state, join), state.length);
		}
	}

	/**
	 * Asks the merge delegate.
	 * @param members creates the members of the other side, if there is a delegate
	 * @param answer receives the reason for a veto, or {@code null}; called on the event
	 * loop, immediately if there is no delegate
	 */
	void askMerge(Supplier<List<Member>> members, Consumer<@Nullable String> answer) {
		MergeDelegate merge = this.delegates.merge();
		if (merge == null) {
			answer.accept(null);
			return;
		}
		List<Member> asked = members.get();
		this.vetoes.ask(() -> merge.vetoMerge(asked), answer);
	}

	/** Reports that another address claims the name of a known node. */
	void reportConflict(NodeRecord node, Message.Alive alive, InetSocketAddress address) {
		ConflictDelegate conflict = this.delegates.conflict();
		if (conflict == null) {
			return;
		}
		Member existing = node.toMember();
		Member other = new Member(alive.node(), address, MemberStatus.ALIVE, WireBytes.orEmpty(alive.meta()),
				alive.incarnation(), VersionRules.versions(alive.vsn()), this.context.runtime().wallClock());
		call(() -> conflict.conflict(existing, other), 0);
	}

	/** Reports a direct ping that was answered. */
	void reportPing(NodeRecord node, Duration roundTrip, byte @Nullable [] payload) {
		this.measurements.roundTrip(roundTrip);
		PingDelegate ping = this.delegates.ping();
		if (ping != null) {
			Member member = node.toMember();
			byte[] bytes = WireBytes.orEmpty(payload);
			call(() -> ping.pingCompleted(member, roundTrip, bytes), bytes.length);
		}
	}

	/** Reports the end of an exchange that this member started. */
	void reportPushPull(Duration duration, boolean success) {
		this.measurements.pushPull(duration, success);
	}

	private void call(Runnable work, int bytes) {
		this.outlet.accept(new Notice.Call(work, bytes));
	}

	private void deliver(Notice notice) {
		if (notice instanceof Notice.Change change && this.delegates.events() != null) {
			this.delegates.events().memberEvent(change.event());
		}
		else if (notice instanceof Notice.Message message && this.delegates.user() != null) {
			this.delegates.user().message(message.payload());
		}
		else if (notice instanceof Notice.Call call) {
			call.work().run();
		}
	}

	/** Calls the layer. Catches its errors, so they cannot disturb gossip. */
	private void tellLayer(Notice notice) {
		try {
			deliver(notice);
		}
		catch (Exception | StackOverflowError | AssertionError | LinkageError ex) {
			this.context.metrics().listeners().failed(ex);
			logger.atError().setCause(ex).log("The protocol on top of gossip has failed");
		}
	}

}
