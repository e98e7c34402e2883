package io.membership.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.membership.Subscription;
import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.MemberlistMetrics.Direction;
import io.membership.gossip.MemberlistMetrics.ProbeOutcome;
import io.membership.gossip.MemberlistMetrics.SuspicionOutcome;
import io.membership.runtime.MailboxFigures;
import io.membership.runtime.MailboxFixture;
import io.membership.wire.MessageType;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** A member with a chosen state, for tests of what is shown of it. */
public final class MemberlistFixture {

	public static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

	private MemberlistFixture() {
	}

	public static Member member(String name, MemberStatus status) {
		return member(name, status, new byte[0]);
	}

	public static Member member(String name, MemberStatus status, byte[] metadata) {
		return new Member(name, address("10.0.0.1", 7946), status, metadata, 7, new ProtocolVersions(1, 5, 2, 0, 0, 0),
				SINCE);
	}

	public static Member memberAt(String name, String address, int port) {
		return new Member(name, address(address, port), MemberStatus.ALIVE, new byte[0], 7,
				new ProtocolVersions(1, 5, 2, 0, 0, 0), SINCE);
	}

	/** A running member; the first one is itself. */
	public static Memberlist memberlist(MemberlistConfig config, Member... members) {
		Memberlist memberlist = mock(Memberlist.class);
		List<Member> all = List.of(members);
		MemberlistMetrics metrics = new MemberlistMetrics(System.nanoTime(), new MailboxFigures());
		given(memberlist.isRunning()).willReturn(true);
		given(memberlist.config()).willReturn(config);
		given(memberlist.keyring()).willReturn(config.encryption().keyring());
		given(memberlist.metrics()).willReturn(metrics);
		given(memberlist.allMembers()).willReturn(all);
		given(memberlist.members()).willReturn(all.stream().filter((member) -> member.status().isPresent()).toList());
		given(memberlist.localMember()).willReturn(members[0]);
		Map<String, Member> byName = all.stream().collect(Collectors.toMap(Member::name, Function.identity()));
		given(memberlist.member(anyString()))
			.willAnswer((call) -> Optional.ofNullable(byName.get(call.<String>getArgument(0))));
		for (MemberStatus status : MemberStatus.values()) {
			given(memberlist.count(status))
				.willReturn((int) all.stream().filter((member) -> member.status() == status).count());
		}
		given(memberlist.leave(any())).willReturn(CompletableFuture.completedFuture(null));
		given(memberlist.shutdown()).willReturn(CompletableFuture.completedFuture(null));
		given(memberlist.subscribePaused(any())).willReturn(mock(Subscription.class));
		given(memberlist.forget(anyString())).willReturn(CompletableFuture.completedFuture(true));
		return memberlist;
	}

	public static Memberlist memberlist(Member... members) {
		return memberlist(MemberlistConfig.lan("self"), members);
	}

	public static void heartbeat(Memberlist memberlist, long nanoTime) {
		memberlist.metrics().heartbeat(nanoTime);
	}

	public static void stalled(Memberlist memberlist, long nanos) {
		memberlist.metrics().stall(nanos);
		memberlist.metrics().stalled(true);
	}

	public static void healthScore(Memberlist memberlist, int score) {
		memberlist.metrics().healthScore(score);
		given(memberlist.healthScore()).willReturn(score);
	}

	public static void queues(Memberlist memberlist, int depth, long bytes, int userDepth) {
		memberlist.metrics().queues(depth, bytes, userDepth);
	}

	/** Counts everything that can be counted once. */
	public static void countEverything(Memberlist memberlist) {
		MemberlistMetrics metrics = memberlist.metrics();
		Arrays.stream(Counter.values()).forEach(metrics::increment);
		Arrays.stream(ProbeOutcome.values()).forEach(metrics::increment);
		Arrays.stream(SuspicionOutcome.values()).forEach(metrics::increment);
		MemberlistMetrics.dropReasons().forEach(metrics::increment);
		Arrays.stream(MessageType.values()).forEach(metrics::messageReceived);
		MailboxFixture.countEverything(metrics.listeners());
		for (Direction direction : Direction.values()) {
			metrics.packet(direction, 1);
			metrics.stream(direction, 1);
		}
	}

	private static InetSocketAddress address(String literal, int port) {
		try {
			return new InetSocketAddress(InetAddress.getByName(literal), port);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
