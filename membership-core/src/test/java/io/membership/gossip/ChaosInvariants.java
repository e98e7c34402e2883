package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.membership.Keyring;
import io.membership.gossip.ChaosScenario.Node;
import io.membership.gossip.MemberlistMetrics.SuspicionOutcome;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.runtime.DropReason;
import io.membership.runtime.TransportDrop;
import io.membership.simulation.PacketObserver;
import io.membership.simulation.PacketOutcome;
import io.membership.wire.CodecSettings;
import io.membership.wire.Message;
import io.membership.wire.MessageType;
import io.membership.wire.PacketCodec;

/** What must hold at every moment, whatever happens to the cluster. */
final class ChaosInvariants implements PacketObserver {

	/** Time without faults after which only a false accuser can explain a failure. */
	private static final long MEMORY = Duration.ofSeconds(75).toNanos();

	private static final long LONG_AGO = -Duration.ofDays(1).toNanos();

	private static final int CRC_HEADER = 5;

	private final ChaosScenario scenario;

	private final Map<String, Life> lives = new HashMap<>();

	/** Members that another member declared dead in a packet: name and incarnation. */
	private final Set<String> accused = new HashSet<>();

	private final Set<String> verdicts = new HashSet<>();

	private PacketCodec codec;

	private String broken;

	ChaosInvariants(ChaosScenario scenario) {
		this.scenario = scenario;
	}

	/**
	 * Fails the run. Also remembered, because what a delegate throws ends at the
	 * dispatcher, as it should.
	 */
	void check(boolean holds, String what) {
		if (!holds) {
			this.broken = (this.broken != null) ? this.broken : what;
			throw new AssertionError(what);
		}
	}

	/** A member of this name starts and knows nothing. */
	Life newLife(String name) {
		Life life = new Life(name);
		this.lives.put(name, life);
		return life;
	}

	/**
	 * Called when a member is told to forget a name, which may return before the next
	 * check.
	 */
	void forgotten(String member, String name) {
		this.lives.get(member).goneSince.put(name, LONG_AGO);
	}

	/** Looks at the state of all members. */
	void look() {
		check(this.broken == null, String.valueOf(this.broken));
		for (SimulatedMember member : this.scenario.cluster.running()) {
			Life life = this.lives.get(member.name);
			life.look();
			MemberlistMetrics metrics = member.list.metrics();
			int names = this.scenario.nodes.size();
			check(metrics.broadcastQueueDepth() <= names + member.list.config().gossip().maxBroadcasts(),
					"the broadcasts of " + member.name + " are bounded");
			check(metrics.listeners().depth() <= member.list.config().eventQueueCapacity() + names,
					"the events of " + member.name + " are bounded");
			check(member.list.core().parts().acks.size() <= 8 * names,
					"the ack handlers of " + member.name + " are bounded");
			check(metrics.healthScore() >= 0
					&& metrics.healthScore() < member.list.config().probe().awarenessMaxMultiplier(),
					"the health score of " + member.name + " is in its range");
			check(metrics.drops(TransportDrop.INTERNAL_ERROR) == 0, "no error within " + member.name);
			check(member.list.core().parts().table.size() == member.list.allMembers().size(),
					"readers at " + member.name + " see what the protocol knows");
		}
	}

	/** Whether nothing waits any more; each member has been seen so at some moment. */
	boolean quiet() {
		boolean quiet = true;
		for (SimulatedMember member : this.scenario.cluster.running()) {
			Life life = this.lives.get(member.name);
			life.acksWereEmpty |= this.scenario.cluster.simulation
				.runUntil(() -> member.list.core().parts().acks.size() == 0, Duration.ofSeconds(1));
			quiet &= life.acksWereEmpty && member.list.metrics().broadcastQueueDepth() == 0
					&& member.list.metrics().listeners().depth() == 0;
		}
		return quiet;
	}

	@Override
	public void packet(InetSocketAddress from, InetSocketAddress to, byte[] packet, PacketOutcome outcome) {
		check(packet.length <= 1400 && (packet.length <= limitOf(from)),
				"a packet of " + packet.length + " bytes from " + from + " is over its limit");
		if (!this.scenario.encrypted && mayAccuse(packet)) {
			codec().decode(packet, new PacketCodec.PacketSink() {

				@Override
				public void message(Message message) {
					if (message instanceof Message.Dead dead && !dead.from().equals(dead.node())) {
						accusation(dead);
					}
				}

				@Override
				public void dropped(DropReason reason) {
					throw new AssertionError("a packet of a member cannot be read: " + reason);
				}

			});
		}
	}

	private int limitOf(InetSocketAddress from) {
		return this.scenario.nodes.stream()
			.filter((node) -> node.address.equals(from) && node.member != null)
			.findFirst()
			.map((node) -> node.member.list.config().gossip().udpBufferSize())
			.orElse(1400);
	}

	private PacketCodec codec() {
		if (this.codec == null) {
			this.codec = new PacketCodec(new CodecSettings(this.scenario.label, false, Keyring.empty(), true, true,
					true, 5, CodecSettings.DEFAULT_MAX_PACKET_DECOMPRESSED_BYTES, 1024));
		}
		return this.codec;
	}

	/**
	 * Inspects a packet without decoding it, because most packets contain no accusation.
	 */
	private static boolean mayAccuse(byte[] packet) {
		int offset = ((packet[0] & 0xff) == MessageType.LABEL) ? 2 + packet[1] : 0;
		offset += (packet[offset] == MessageType.HAS_CRC.code()) ? CRC_HEADER : 0;
		int type = packet[offset];
		if (type != MessageType.COMPOUND.code()) {
			return type == MessageType.DEAD.code() || type == MessageType.COMPRESS.code();
		}
		int parts = packet[offset + 1] & 0xff;
		int length = offset + 2;
		int part = length + 2 * parts;
		for (int i = 0; i < parts; i++, length += 2) {
			if (packet[part] == MessageType.DEAD.code()) {
				return true;
			}
			part += (packet[length] & 0xff) << 8 | packet[length + 1] & 0xff;
		}
		return false;
	}

	private void accusation(Message.Dead dead) {
		this.accused.add(dead.node());
		Node accuser = this.scenario.nodes.stream().filter((node) -> node.name.equals(dead.from())).findFirst().get();
		if (!accuser.isUp() || !this.verdicts.add(dead.node() + " " + dead.incarnation() + " " + dead.from())) {
			return;
		}
		Life life = this.lives.get(accuser.name);
		long expired = accuser.member.list.metrics().suspicions(SuspicionOutcome.EXPIRED);
		if (expired == life.verdictsSeen) {
			// it only repeats what it was told by others
			return;
		}
		life.verdictsSeen = expired;
		long since = this.scenario.now() - MEMORY;
		ChaosFaults faults = this.scenario.faults;
		boolean healthy = !faults.disturbed(dead.node(), since) && !faults.paused(dead.node(), since);
		// With loss there is a chance of about 1 in 10,000 that a refutation misses one
		// member, whose suspicion then runs out; a pause must not add to that.
		boolean paused = faults.paused(accuser.name, since);
		check(!healthy || faults.disturbed(accuser.name, since) || (!paused && faults.lossy(since)), accuser.name
				+ (paused ? ", which was paused," : "") + " has declared " + dead.node() + " dead, which is healthy");
	}

	/** What one member has been told of the others since it started. */
	final class Life implements EventDelegate {

		SimulatedMember member;

		private final String name;

		private final Map<String, MemberStatus> told = new HashMap<>();

		private final Map<String, Member> known = new HashMap<>();

		private final Map<String, Long> goneSince = new HashMap<>();

		private List<Member> seen = List.of();

		private long verdictsSeen;

		private boolean acksWereEmpty;

		private Life(String name) {
			this.name = name;
		}

		@Override
		public void memberEvent(MemberEvent event) {
			Member about = event.member();
			MemberStatus before = this.told.get(about.name());
			boolean present = before != null && before.isPresent();
			boolean legal = switch (event.type()) {
				case JOINED -> !present && about.status() == MemberStatus.ALIVE;
				case UPDATED -> present;
				case LEFT -> present && about.status() == MemberStatus.LEFT;
				case FAILED -> present && about.status() == MemberStatus.FAILED;
				case SUSPECTED -> before == MemberStatus.ALIVE && about.status() == MemberStatus.SUSPECT;
				case RECOVERED -> before == MemberStatus.SUSPECT && about.status() == MemberStatus.ALIVE;
			};
			check(legal, this.name + " is told " + event + " after " + before);
			check(event.type() != MemberEvent.Type.FAILED || before == MemberStatus.SUSPECT
					|| ChaosInvariants.this.scenario.encrypted || ChaosInvariants.this.accused.contains(about.name()),
					this.name + " is told " + event + " although no member suspected or accused it");
			this.told.put(about.name(), about.status());
			progress(about);
		}

		private void look() {
			List<Member> now = this.member.list.allMembers();
			if (now == this.seen) {
				return;
			}
			this.seen = now;
			now.forEach(this::progress);
			if (now.size() < this.known.size()) {
				Set<String> names = new HashSet<>();
				now.forEach((other) -> names.add(other.name()));
				this.known.keySet().retainAll(names);
			}
		}

		/** The incarnation never falls, unless the name has moved or was forgotten. */
		private void progress(Member about) {
			Member before = this.known.get(about.name());
			if (before != null && before.address().equals(about.address()) && before.incarnation() > about.incarnation()
					&& !wasPurged(about.name())) {
				// an event is told a little after the change
				boolean late = this.member != null
						&& this.member.list.member(about.name()).filter((current) -> current == about).isEmpty();
				check(late, this.name + " falls back from " + before + " to " + about);
				return;
			}
			if (about.status().isPresent()) {
				this.goneSince.remove(about.name());
			}
			else {
				this.goneSince.putIfAbsent(about.name(), ChaosInvariants.this.scenario.now());
			}
			this.known.put(about.name(), about);
		}

		/** Whether a name was gone for so long that it may have been purged unseen. */
		private boolean wasPurged(String other) {
			Long since = this.goneSince.get(other);
			return since != null && this.member != null && ChaosInvariants.this.scenario.now()
					- since >= this.member.list.config().members().deadMemberRetention().toNanos();
		}

	}

}
