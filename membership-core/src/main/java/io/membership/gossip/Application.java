package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * What the application is told and asked, through its delegates and off the event loop.
 * Confined to the event loop.
 */
final class Application {

	private final GossipCore core;

	private final Delegates delegates;

	private final Dispatcher dispatcher;

	Application(GossipCore core, Delegates delegates, Dispatcher dispatcher) {
		this.core = core;
		this.delegates = delegates;
		this.dispatcher = dispatcher;
	}

	void event(MemberEvent.Type type, Member member) {
		this.dispatcher.event(new MemberEvent(type, member));
	}

	/** Runs a callback of the application that carries nothing. */
	void callback(Runnable callback) {
		this.dispatcher.message(callback, 0);
	}

	void userMessage(byte[] payload) {
		UserDelegate user = this.delegates.user();
		if (user != null) {
			this.dispatcher.message(() -> user.message(payload), payload.length);
		}
	}

	void mergeUserState(byte[] state, boolean join) {
		UserDelegate user = this.delegates.user();
		if (user != null) {
			this.dispatcher.message(() -> user.mergeRemoteState(state, join), state.length);
		}
	}

	void askMerge(Supplier<List<Member>> members, Consumer<@Nullable String> answer) {
		MergeDelegate merge = this.delegates.merge();
		if (merge == null) {
			answer.accept(null);
			return;
		}
		List<Member> asked = members.get();
		this.core.vetoes().execute(() -> {
			String veto = AliveGate.ask(() -> merge.vetoMerge(asked), this.core.metrics());
			this.core.runtime().execute(() -> answer.accept(veto));
		});
	}

	void reportConflict(NodeRecord node, Message.Alive alive, InetSocketAddress address) {
		ConflictDelegate conflict = this.delegates.conflict();
		if (conflict == null) {
			return;
		}
		byte[] meta = alive.meta();
		Member existing = node.toMember();
		Member other = new Member(alive.node(), address, MemberStatus.ALIVE, (meta != null) ? meta : new byte[0],
				alive.incarnation(), VersionRules.versions(alive.vsn()), this.core.runtime().wallClock());
		this.dispatcher.message(() -> conflict.conflict(existing, other), 0);
	}

	void reportPing(NodeRecord node, Duration roundTrip, byte @Nullable [] payload) {
		GossipObserver observer = this.delegates.observer();
		PingDelegate ping = this.delegates.ping();
		if (observer != null) {
			this.dispatcher.message(() -> observer.probeRoundTrip(roundTrip), 0);
		}
		if (ping != null) {
			Member member = node.toMember();
			byte[] bytes = (payload != null) ? payload : new byte[0];
			this.dispatcher.message(() -> ping.pingCompleted(member, roundTrip, bytes), bytes.length);
		}
	}

	void reportPushPull(Duration duration, boolean success) {
		GossipObserver observer = this.delegates.observer();
		if (observer != null) {
			this.dispatcher.message(() -> observer.pushPull(duration, success), 0);
		}
	}

}
