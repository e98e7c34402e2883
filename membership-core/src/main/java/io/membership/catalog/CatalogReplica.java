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
 * Only records of members that are there are compared with others, as only of those it is
 * known that everybody should have them. The record of a failed member is kept, in case
 * that it returns; that of a member that has left or is forgotten is dropped, and what is
 * said of it later is refused. What is said of a member that is not known yet waits for a
 * moment, as a rumour of its services may be faster than the one of itself. Confined to
 * the event loop.
 */
final class CatalogReplica implements ReplicatedState {

	private static final Logger logger = LoggerFactory.getLogger(CatalogReplica.class);

	private static final int DIGEST_VERSION = 1;

	private static final int MAX_NAME = 4096;

	private static final int MAX_EARLY = 256;

	private static final long EARLY_NANOS = 60_000_000_000L;

	/**
	 * An epoch is the time of the start, and a random number for starts in one
	 * millisecond.
	 */
	private static final int EPOCH_SHIFT = 16;

	/** No epoch of any owner. */
	private static final long NO_EPOCH = -1;

	/** What was said of a member that is not known yet. */
	private record Early(OwnerUpdate update, long since) {
	}

	/** What another member knows of an owner. */
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

	/** Is told which owner's services may have changed. */
	private Consumer<String> changed = (owner) -> {
	};

	private final List<Runnable> waitingForSpread = new ArrayList<>();

	/** Broadcasts that have not been sent as often as needed. */
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

	/** Begins a life of this member. */
	void begin() {
		// later than any earlier one, if the clock is right; else the owner finds out
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
				.log("A catalog update is refused: {}", ex.getMessage());
			return null;
		}
		updates.forEach(this::merge);
		// what is news was passed on, each owner's by itself
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
			// what is large will be found by an exchange
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
	 * Somebody says something of this member's services. If it is newer than what this
	 * member knows, it is from an earlier life, or from nowhere: either way, it is
	 * outbid.
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
			.log("The others know services of an earlier life of this member; it says what is true now");
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

	/** The records of members that are there, by name. */
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

	/** Runs something when all that is being told has been told. */
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
