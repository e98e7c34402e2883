package io.membership.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.membership.SafeText;
import io.membership.catalog.CatalogMetrics.Counter;
import io.membership.cluster.channel.ChannelMember;
import io.membership.cluster.channel.ReplicatedState;
import io.membership.cluster.channel.StateChannel;
import io.membership.runtime.NodeRuntime;
import io.membership.wire.ByteReader;
import io.membership.wire.ByteWriter;
import io.membership.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This member's copy of the catalog: a record for each member that publishes services.
 * <p>
 * Only records of present members are compared with other replicas, since all replicas
 * should have those. The record of a failed member is kept in case it returns. The record
 * of a member that has left or is forgotten is dropped, and later updates about that
 * member are rejected. Updates about an unknown member wait for a moment, as they may
 * overtake its alive message. Event-loop only.
 */
final class CatalogReplica implements ReplicatedState {

	private static final Logger logger = LoggerFactory.getLogger(CatalogReplica.class);

	private static final int DIGEST_VERSION = 1;

	private static final int MAX_NAME = 4096;

	private static final int MAX_EARLY = 256;

	private static final long EARLY_NANOS = 60_000_000_000L;

	/**
	 * An epoch consists of the start time and a random number, which distinguishes starts
	 * within one millisecond.
	 */
	private static final int EPOCH_SHIFT = 16;

	/** Lower than the epoch of any owner. */
	private static final long NO_EPOCH = -1;

	/** An update about an unknown member. */
	private record Early(OwnerUpdate update, long since) {
	}

	/** The version of an owner's record at another member. */
	private record Known(long epoch, long complete) {
	}

	private final String self;

	private final NodeRuntime runtime;

	private final CatalogConfig.Limits limits;

	private final CatalogMetrics metrics;

	private OwnerRecord own;

	private final TreeMap<String, OwnerRecord> records = new TreeMap<>();

	private final Map<String, ChannelMember> members = new HashMap<>();

	private final Map<String, Early> early = new LinkedHashMap<>();

	/** Receives the name of an owner whose services may have changed. */
	private Consumer<String> changed = (owner) -> {
	};

	private final List<Runnable> waitingForSpread = new ArrayList<>();

	/** Broadcasts with transmissions left. */
	private int spreading;

	private @Nullable StateChannel channel;

	CatalogReplica(String self, NodeRuntime runtime, CatalogConfig.Limits limits, CatalogMetrics metrics) {
		this.self = self;
		this.runtime = runtime;
		this.limits = limits;
		this.metrics = metrics;
		this.own = new OwnerRecord(self, NO_EPOCH);
	}

	void whenChanged(Consumer<String> listener) {
		this.changed = listener;
	}

	/** Starts a new epoch of this member. */
	void begin() {
		// later than any earlier epoch if the clock is right; otherwise the owner notices
		// and outbids it
		long epoch = (this.runtime.wallClock().toEpochMilli() << EPOCH_SHIFT)
				| this.runtime.random().nextInt(1 << EPOCH_SHIFT);
		this.own = new OwnerRecord(this.self, epoch);
		this.records.put(this.self, this.own);
	}

	void channel(StateChannel opened) {
		this.channel = opened;
	}

	OwnerRecord own() {
		return this.own;
	}

	@Nullable OwnerRecord record(String owner) {
		return this.records.get(owner);
	}

	@Nullable ChannelMember member(String name) {
		return this.members.get(name);
	}

	Collection<ChannelMember> members() {
		return this.members.values();
	}

	/** Publishes a service of this member. */
	void publish(ServiceEntry entry) {
		tellOwn(entry.service().id(), this.own.put(entry, EntryCodec.encode(entry)));
	}

	/** Withdraws a service of this member. */
	void withdraw(String id) {
		tellOwn(id, this.own.remove(id));
	}

	private void tellOwn(String id, OwnerUpdate change) {
		byte[] whole = encode(this.own.whole());
		if (isSmall(whole)) {
			tell(this.self, whole);
		}
		else {
			tell(this.self + "/" + id, encode(change));
		}
		this.changed.accept(this.self);
	}

	@Override
	public byte @Nullable [] merge(byte[] change) {
		List<OwnerUpdate> updates;
		try {
			updates = OwnerUpdate.decode(change, this.limits);
		}
		catch (WireException ex) {
			this.metrics.increment(Counter.UPDATES_MALFORMED);
			logger.atDebug()
				.addKeyValue("reason", ex.getMessage())
				.log("Rejected a catalog update: {}", ex.getMessage());
			return null;
		}
		updates.forEach(this::merge);
		// new information was passed on, one update per owner
		return null;
	}

	private void merge(OwnerUpdate update) {
		if (update.owner().equals(this.self)) {
			mergeOwn(update);
			return;
		}
		ChannelMember owner = this.members.get(update.owner());
		if (owner == null) {
			this.early.values().removeIf((waiting) -> this.runtime.nanoTime() - waiting.since() > EARLY_NANOS);
			// exchanges carry large updates
			if (this.early.size() < MAX_EARLY && isSmall(encode(update))) {
				this.early.put(update.owner(), new Early(update, this.runtime.nanoTime()));
			}
			return;
		}
		if (owner.hasLeft()) {
			this.metrics.increment(Counter.UPDATES_REFUSED);
			return;
		}
		OwnerRecord record = this.records.computeIfAbsent(update.owner(), (name) -> new OwnerRecord(name, NO_EPOCH));
		if (!record.merge(update, this.limits.memberBytes())) {
			return;
		}
		this.metrics.increment(Counter.UPDATES_APPLIED);
		this.changed.accept(update.owner());
		byte[] encoded = encode(update);
		if (isSmall(encoded)) {
			tell(update.isWhole() ? update.owner() : update.owner() + "/" + update.sequence(), encoded);
		}
		if (!record.isComplete()) {
			exchangeSoon();
		}
	}

	/**
	 * Handles an update about this member's own services. If it is newer than the local
	 * record, it stems from an earlier life or from a fault; this member outbids it in
	 * either case.
	 */
	private void mergeOwn(OwnerUpdate update) {
		boolean newer = update.epoch() > this.own.epoch()
				|| (update.epoch() == this.own.epoch() && update.sequence() > this.own.sequence());
		if (!newer) {
			return;
		}
		this.metrics.increment(Counter.OWN_OUTBID);
		logger.atInfo()
			.addKeyValue("member", SafeText.of(this.self))
			.log("Other members hold services of an earlier life of this member; publishing the current ones");
		this.own.outbid(update.epoch());
		byte[] whole = encode(this.own.whole());
		tell(this.self, whole);
	}

	@Override
	public byte[] snapshot() {
		List<OwnerUpdate> updates = new ArrayList<>();
		compared().forEach((record) -> updates.add(record.whole()));
		return OwnerUpdate.encode(updates);
	}

	@Override
	public byte[] digest() {
		ByteWriter out = new ByteWriter().u8(DIGEST_VERSION);
		compared().forEach((record) -> out.text(record.owner()).number(record.epoch()).number(record.complete()));
		return out.toByteArray();
	}

	@Override
	public byte @Nullable [] difference(byte[] remoteDigest) {
		Map<String, Known> remote = new HashMap<>();
		try {
			ByteReader in = new ByteReader(remoteDigest, 0);
			in.u8();
			while (!in.isAtEnd()) {
				remote.put(in.text(MAX_NAME), new Known(in.number(), in.number()));
			}
		}
		catch (WireException ex) {
			this.metrics.increment(Counter.UPDATES_MALFORMED);
			return null;
		}
		List<OwnerUpdate> updates = new ArrayList<>();
		for (OwnerRecord record : compared()) {
			Known known = remote.getOrDefault(record.owner(), new Known(NO_EPOCH, 0));
			OwnerUpdate unknown = record.since(known.epoch(), known.complete());
			if (unknown != null) {
				updates.add(unknown);
			}
		}
		return updates.isEmpty() ? null : OwnerUpdate.encode(updates);
	}

	@Override
	public void memberChanged(ChannelMember member, boolean known) {
		String name = member.name();
		if (known) {
			this.members.put(name, member);
		}
		else {
			this.members.remove(name);
		}
		if (!name.equals(this.self) && (!known || member.hasLeft())) {
			this.records.remove(name);
		}
		Early waiting = known ? this.early.remove(name) : null;
		if (waiting != null) {
			merge(waiting.update());
		}
		this.changed.accept(name);
	}

	/** Returns the records of present members, by name. */
	private List<OwnerRecord> compared() {
		List<OwnerRecord> present = new ArrayList<>();
		for (OwnerRecord record : this.records.values()) {
			ChannelMember owner = this.members.get(record.owner());
			if (record == this.own || (owner != null && owner.isPresent())) {
				present.add(record);
			}
		}
		return present;
	}

	/** Compares with a random member soon. */
	void exchangeSoon() {
		if (this.channel != null) {
			this.channel.exchangeSoon();
		}
	}

	private void tell(String key, byte[] encoded) {
		if (this.channel != null) {
			this.spreading++;
			this.channel.broadcast(key, encoded, this::spread);
		}
	}

	/** Runs a callback when all pending broadcasts have been sent. */
	void whenSpread(Runnable then) {
		if (this.spreading == 0) {
			then.run();
		}
		else {
			this.waitingForSpread.add(then);
		}
	}

	private void spread() {
		this.spreading--;
		if (this.spreading == 0) {
			List<Runnable> waiting = List.copyOf(this.waitingForSpread);
			this.waitingForSpread.clear();
			waiting.forEach(Runnable::run);
		}
	}

	private boolean isSmall(byte[] encoded) {
		return this.channel != null && encoded.length <= this.channel.smallChangeBytes();
	}

	private static byte[] encode(OwnerUpdate update) {
		return OwnerUpdate.encode(List.of(update));
	}

}
