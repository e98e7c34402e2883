package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.membership.wire.Message;
import io.membership.wire.WireBytes;
import org.jspecify.annotations.Nullable;

/**
 * Calls the application's delegates, off the event loop and in order. A delegate that is
 * absent is not called. Confined to the event loop.
 */
final class Delegation {

	private final NodeContext context;

	private final Delegates delegates;

	private final Dispatcher dispatcher;

	private final Vetoes vetoes;

	Delegation(NodeContext context, Delegates delegates, Dispatcher dispatcher, Vetoes vetoes) {
		this.context = context;
		this.delegates = delegates;
		this.dispatcher = dispatcher;
		this.vetoes = vetoes;
	}

	/** Reports a change of a member. */
	void event(MemberEvent.Type type, Member member) {
		this.dispatcher.event(new MemberEvent(type, member));
	}

	/** Runs a callback that carries no data. */
	void callback(Runnable callback) {
		this.dispatcher.message(callback, 0);
	}

	/** Delivers a message that another member's application has sent. */
	void userMessage(byte[] payload) {
		UserDelegate user = this.delegates.user();
		if (user != null) {
			this.dispatcher.message(() -> user.message(payload), payload.length);
		}
	}

	/** Delivers the state of another member's application. */
	void mergeUserState(byte[] state, boolean join) {
		UserDelegate user = this.delegates.user();
		if (user != null) {
			this.dispatcher.message(() -> user.mergeRemoteState(state, join), state.length);
		}
	}

	/**
	 * Asks the merge delegate.
	 * @param members creates the members of the other side, if there is a delegate
	 * @param answer receives the reason for a veto, or {@code null}, on the event loop;
	 * at once if there is no delegate
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
		this.dispatcher.message(() -> conflict.conflict(existing, other), 0);
	}

	/** Reports a direct ping that was answered. */
	void reportPing(NodeRecord node, Duration roundTrip, byte @Nullable [] payload) {
		GossipObserver observer = this.delegates.observer();
		PingDelegate ping = this.delegates.ping();
		if (observer != null) {
			this.dispatcher.message(() -> observer.probeRoundTrip(roundTrip), 0);
		}
		if (ping != null) {
			Member member = node.toMember();
			byte[] bytes = WireBytes.orEmpty(payload);
			this.dispatcher.message(() -> ping.pingCompleted(member, roundTrip, bytes), bytes.length);
		}
	}

	/** Reports the end of an exchange that this member has started. */
	void reportPushPull(Duration duration, boolean success) {
		GossipObserver observer = this.delegates.observer();
		if (observer != null) {
			this.dispatcher.message(() -> observer.pushPull(duration, success), 0);
		}
	}

}
