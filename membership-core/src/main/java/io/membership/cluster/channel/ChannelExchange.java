package io.membership.cluster.channel;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.membership.cluster.channel.ChannelMessage.Difference;
import io.membership.cluster.channel.ChannelMessage.Digest;
import io.membership.cluster.channel.ChannelMessage.Summary;
import io.membership.cluster.channel.ChannelMetrics.Counter;
import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Finds the differences between the states of two members and exchanges them: <pre>
 * A: summary, a hash of my digest     -&gt; B: equal to mine? then done
 * A                                   &lt;- B: otherwise my digest
 * A: what you do not know, my digest -&gt; B: merges
 * A: merges                           &lt;- B: what you do not know
 * </pre> As long as the states are the same, an exchange is one message of some dozen
 * bytes, however large the state is. Each message goes to a member whose address is known
 * from the membership, and a member accepts the second and third only if it waits for
 * them, which limits what forged messages can do. Confined to the event loop.
 */
final class ChannelExchange {

	/** Time after which an exchange without progress is dropped. */
	private static final long EXPIRY_NANOS = 30_000_000_000L;

	private static final int MAX_WAITING = 64;

	/**
	 * Early exchanges that may fail in a row before the next one waits for the interval.
	 */
	private static final int MAX_RETRIES = 3;

	/** Number of members that exchange their states with a new member, on average. */
	private static final double WELCOMES = 3;

	private static final long SOON_NANOS = 300_000_000L;

	private static final long LATER_NANOS = 2_000_000_000L;

	private static final int SCALE_THRESHOLD = 32;

	/** An exchange that waits for the next message of the other side. */
	private record Waiting(String peer, long since) {
	}

	private final String self;

	private final NodeRuntime runtime;

	private final Channel channel;

	private final CapableMembers members;

	/** Exchanges that this member began, waiting for a digest. */
	private final Map<Long, Waiting> begun = new HashMap<>();

	/** Exchanges in which this member has sent its digest. */
	private final Map<Long, Waiting> answered = new HashMap<>();

	private boolean earlyPending;

	private int retries;

	ChannelExchange(String self, NodeRuntime runtime, Channel channel, CapableMembers members) {
		this.self = self;
		this.runtime = runtime;
		this.channel = channel;
		this.members = members;
	}

	void start() {
		long interval = this.channel.config().exchangeInterval().toNanos();
		if (interval > 0) {
			this.runtime.schedule(this.runtime.random().nextLong(interval), this::tick);
		}
	}

	/** Schedules an exchange soon, with a random member. */
	void soon() {
		early(SOON_NANOS);
	}

	/**
	 * Called when a member has appeared. A member that was alone exchanges states soon.
	 * Of the others, only some do: if all did, a large cluster would flood each new
	 * member.
	 */
	void appeared(boolean wasAlone) {
		if (wasAlone) {
			early(SOON_NANOS);
		}
		else if (this.runtime.random().nextDouble() * this.members.size() < WELCOMES) {
			early(LATER_NANOS);
		}
	}

	void receive(ChannelMessage message) {
		if (message instanceof Summary summary) {
			compare(summary);
		}
		else if (message instanceof Digest digest) {
			if (take(this.begun, digest.exchange(), digest.sender())) {
				this.channel.metrics().increment(Counter.EXCHANGES_DIFFERENT);
				tellDifference(digest);
			}
		}
		else if (message instanceof Difference difference) {
			receive(difference);
		}
	}

	private void early(long withinNanos) {
		if (this.earlyPending || this.channel.isClosed()) {
			return;
		}
		this.earlyPending = true;
		this.runtime.schedule(withinNanos / 10 + this.runtime.random().nextLong(withinNanos), () -> {
			this.earlyPending = false;
			begin();
		});
	}

	private void tick() {
		if (this.channel.isClosed()) {
			return;
		}
		long interval = scaled(this.channel.config().exchangeInterval().toNanos(), this.members.size() + 1);
		// half to one and a half of the interval, so that members do not fall into step
		this.runtime.schedule(interval / 2 + this.runtime.random().nextLong(interval), this::tick);
		long now = this.runtime.nanoTime();
		this.begun.values().removeIf((waiting) -> now - waiting.since() > EXPIRY_NANOS);
		this.answered.values().removeIf((waiting) -> now - waiting.since() > EXPIRY_NANOS);
		this.retries = 0;
		begin();
	}

	/**
	 * Scales the interval as the gossip layer's push/pull does: one more interval for
	 * each doubling.
	 */
	static long scaled(long intervalNanos, int members) {
		long factor = 1;
		for (long size = SCALE_THRESHOLD; size < members; size *= 2) {
			factor++;
		}
		return factor * intervalNanos;
	}

	private void begin() {
		List<ChannelMember> members = this.members.all();
		if (members.isEmpty() || this.channel.isClosed()) {
			return;
		}
		ChannelMember peer = members.get(this.runtime.random().nextInt(members.size()));
		long exchange = this.runtime.random().nextLong();
		remember(this.begun, exchange, peer.name());
		this.channel.metrics().increment(Counter.EXCHANGES);
		withDigest((digest, hash) -> send(peer, new Summary(this.channel.name(), this.self, exchange, hash)));
	}

	private void compare(Summary summary) {
		ChannelMember peer = this.members.get(summary.sender());
		if (peer == null) {
			return;
		}
		withDigest((digest, hash) -> {
			// an exchange that is not remembered cannot continue, so ignore it
			if (!Arrays.equals(hash, summary.hash()) && remember(this.answered, summary.exchange(), peer.name())) {
				send(peer, new Digest(this.channel.name(), this.self, summary.exchange(), digest));
			}
		});
	}

	private void tellDifference(Digest remote) {
		ChannelMember peer = this.members.get(remote.sender());
		if (peer == null) {
			return;
		}
		remember(this.begun, remote.exchange(), peer.name());
		difference(remote.digest(), (digest, difference) -> send(peer,
				new Difference(this.channel.name(), this.self, remote.exchange(), false, digest, difference)));
	}

	private void receive(Difference remote) {
		if (!take(remote.last() ? this.begun : this.answered, remote.exchange(), remote.sender())) {
			return;
		}
		ChannelMember peer = this.members.get(remote.sender());
		Runnable then = () -> {
			if (!remote.last() && peer != null) {
				difference(remote.digest(), (digest, difference) -> {
					if (difference.length > 0) {
						send(peer, new Difference(this.channel.name(), this.self, remote.exchange(), true, new byte[0],
								difference));
					}
				});
			}
		};
		if (remote.difference().length > 0) {
			this.channel.merge(remote.difference(), then);
		}
		else {
			then.run();
		}
	}

	private void difference(byte[] remoteDigest, BiConsumer<byte[], byte[]> then) {
		this.channel.call(0, () -> {
			byte[] difference = this.channel.state().difference(remoteDigest);
			byte[] digest = this.channel.state().digest();
			this.channel.onLoop(() -> then.accept(digest, (difference != null) ? difference : new byte[0]));
		});
	}

	/** Returns the digest of the state; a state without one is compared as a whole. */
	private void withDigest(BiConsumer<byte[], byte[]> then) {
		this.channel.call(0, () -> {
			byte[] digest = this.channel.state().digest();
			byte[] hash = hash((digest.length > 0) ? digest : this.channel.state().snapshot());
			this.channel.onLoop(() -> then.accept(digest, hash));
		});
	}

	private void send(ChannelMember to, ChannelMessage message) {
		byte[] encoded = ChannelMessage.encode(message);
		if (encoded.length > this.channel.config().maxStateBytes()) {
			this.channel.refused();
			return;
		}
		Consumer<Throwable> failed = (failure) -> {
			this.channel.metrics().increment(Counter.EXCHANGES_FAILED);
			if (this.retries++ < MAX_RETRIES) {
				early(LATER_NANOS);
			}
		};
		this.channel.send(to, encoded, () -> this.retries = 0, failed);
	}

	private boolean remember(Map<Long, Waiting> waiting, long exchange, String peer) {
		if (waiting.size() >= MAX_WAITING) {
			long now = this.runtime.nanoTime();
			waiting.values().removeIf((other) -> now - other.since() > EXPIRY_NANOS);
		}
		if (waiting.size() >= MAX_WAITING) {
			return false;
		}
		waiting.put(exchange, new Waiting(peer, this.runtime.nanoTime()));
		return true;
	}

	private boolean take(Map<Long, Waiting> waiting, long exchange, String peer) {
		@Nullable Waiting expected = waiting.remove(exchange);
		if (expected == null || !expected.peer().equals(peer)) {
			this.channel.refused();
			return false;
		}
		return true;
	}

	private static byte[] hash(byte[] digest) {
		try {
			return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(digest), ChannelMessage.HASH_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
