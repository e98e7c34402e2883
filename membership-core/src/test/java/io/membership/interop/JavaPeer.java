package io.membership.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

import io.membership.gossip.Broadcast;
import io.membership.gossip.ConflictDelegate;
import io.membership.gossip.Delegates;
import io.membership.gossip.EventDelegate;
import io.membership.gossip.Member;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.PingDelegate;
import io.membership.gossip.ProtocolVersions;
import io.membership.gossip.UserDelegate;
import io.membership.runtime.TransportFactory;
import io.membership.testing.Eventually;

/**
 * One of our own members, on real sockets, that remembers what its delegates are told.
 */
final class JavaPeer implements Peer, EventDelegate, UserDelegate, ConflictDelegate, PingDelegate {

	private final Memberlist memberlist;

	private final List<MemberEvent> events = new CopyOnWriteArrayList<>();

	private final List<String> messages = new CopyOnWriteArrayList<>();

	private final List<String> joinStates = new CopyOnWriteArrayList<>();

	private final List<String> laterStates = new CopyOnWriteArrayList<>();

	private final List<AnsweredProbe> answeredProbes = new CopyOnWriteArrayList<>();

	private final List<NameConflict> conflicts = new CopyOnWriteArrayList<>();

	private volatile String localState;

	JavaPeer(MemberlistConfig config, TransportFactory transports, String localState, String ackPayload)
			throws IOException {
		this.localState = localState;
		this.memberlist = Memberlist.create(config, new Delegates(this, this, this, null, null, this, null),
				transports);
		this.memberlist.start();
		this.memberlist.setAckPayload(bytes(ackPayload));
	}

	Memberlist memberlist() {
		return this.memberlist;
	}

	@Override
	public String name() {
		return this.memberlist.config().name();
	}

	@Override
	public InetSocketAddress address() {
		return this.memberlist.localMember().address();
	}

	@Override
	public int join(String... addresses) {
		return await(this.memberlist.join(List.of(addresses))).reached();
	}

	@Override
	public List<String> alive() {
		return this.memberlist.allMembers()
			.stream()
			.filter((member) -> member.status() == MemberStatus.ALIVE)
			.map(Member::name)
			.sorted()
			.toList();
	}

	@Override
	public String stateOf(String name) {
		return this.memberlist.member(name).map((member) -> switch (member.status()) {
			case ALIVE -> "alive";
			case SUSPECT -> "suspect";
			case FAILED -> "dead";
			case LEFT -> "left";
		}).orElse("unknown");
	}

	@Override
	public String metaOf(String name) {
		return member(name).metadataAsText();
	}

	@Override
	public InetSocketAddress addressOf(String name) {
		return member(name).address();
	}

	@Override
	public List<Integer> versionsOf(String name) {
		ProtocolVersions versions = member(name).versions();
		return List.of(versions.protocolMin(), versions.protocolMax(), versions.protocolCurrent(),
				versions.delegateMin(), versions.delegateMax(), versions.delegateCurrent());
	}

	@Override
	public List<String> changesOf(String name) {
		return this.events.stream()
			.filter((event) -> event.member().name().equals(name))
			.map((event) -> switch (event.type()) {
				case JOINED -> "join";
				case UPDATED -> "update";
				case LEFT -> "left";
				case FAILED -> "dead";
				case SUSPECTED -> "suspect";
				case RECOVERED -> "recovered";
			})
			.toList();
	}

	@Override
	public void updateMeta(String meta) {
		await(this.memberlist.updateMetadata(bytes(meta)));
	}

	@Override
	public void localState(String state) {
		this.localState = state;
	}

	@Override
	public void sendBestEffort(String to, String message) {
		await(this.memberlist.sendBestEffort(member(to), bytes(message)));
	}

	@Override
	public void sendReliable(String to, String message) {
		await(this.memberlist.sendReliable(member(to), bytes(message)));
	}

	@Override
	public void broadcast(String message) {
		this.memberlist.broadcast(Broadcast.unique(bytes(message)));
	}

	@Override
	public Duration ping(String to) {
		return await(this.memberlist.ping(member(to)));
	}

	@Override
	public int healthScore() {
		return this.memberlist.healthScore();
	}

	@Override
	public void leave(Duration timeout) {
		await(this.memberlist.leave(timeout));
	}

	@Override
	public void addKey(byte[] key) {
		this.memberlist.keyring().add(key);
	}

	@Override
	public void useKey(byte[] key) {
		this.memberlist.keyring().use(key);
	}

	@Override
	public void removeKey(byte[] key) {
		this.memberlist.keyring().remove(key);
	}

	@Override
	public List<String> messages() {
		return List.copyOf(this.messages);
	}

	@Override
	public List<String> remoteStates(boolean join) {
		return List.copyOf(join ? this.joinStates : this.laterStates);
	}

	@Override
	public List<AnsweredProbe> answeredProbes() {
		return List.copyOf(this.answeredProbes);
	}

	@Override
	public List<NameConflict> conflicts() {
		return List.copyOf(this.conflicts);
	}

	@Override
	public void kill() {
		this.memberlist.close();
	}

	@Override
	public void close() {
		this.memberlist.close();
	}

	@Override
	public void memberEvent(MemberEvent event) {
		this.events.add(event);
	}

	@Override
	public void message(byte[] message) {
		this.messages.add(text(message));
	}

	@Override
	public byte[] localState(boolean join) {
		return bytes(this.localState);
	}

	@Override
	public void mergeRemoteState(byte[] state, boolean join) {
		(join ? this.joinStates : this.laterStates).add(text(state));
	}

	@Override
	public void pingCompleted(Member member, Duration roundTrip, byte[] payload) {
		this.answeredProbes.add(new AnsweredProbe(member.name(), roundTrip, text(payload)));
	}

	@Override
	public void conflict(Member existing, Member other) {
		this.conflicts.add(new NameConflict(existing.name(), existing.address(), other.address()));
	}

	private Member member(String name) {
		return this.memberlist.member(name).orElseThrow();
	}

	private static <T> T await(CompletableFuture<T> future) {
		try {
			return Eventually.result(future, "the call of a member");
		}
		catch (CompletionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
