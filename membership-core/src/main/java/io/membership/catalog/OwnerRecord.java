package io.membership.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The services of one owner as known here. Merging is a join: the larger epoch wins;
 * within an epoch the larger sequence decides which entries are valid; valid entries are
 * collected from all updates. So the order of updates does not matter, and duplicates
 * change nothing. Event-loop only.
 */
final class OwnerRecord {

	private final String owner;

	/** Known valid entries by number. */
	private final TreeMap<Long, StoredEntry> entries = new TreeMap<>();

	private long[] manifest = {};

	private long epoch;

	private long sequence;

	/** The latest sequence that was completely known. */
	private long complete;

	OwnerRecord(String owner, long epoch) {
		this.owner = owner;
		this.epoch = epoch;
	}

	/** Merges an update; returns whether it changed the record. */
	boolean merge(OwnerUpdate update, int maxBytes) {
		boolean news = false;
		if (update.epoch() < this.epoch) {
			return false;
		}
		if (update.epoch() > this.epoch) {
			this.epoch = update.epoch();
			this.sequence = 0;
			this.complete = 0;
			this.manifest = new long[0];
			this.entries.clear();
			news = true;
		}
		if (update.sequence() > this.sequence) {
			this.sequence = update.sequence();
			this.manifest = update.manifest();
			this.entries.keySet().removeIf((number) -> !isValid(number));
			news = true;
		}
		for (StoredEntry entry : update.entries()) {
			if (isValid(entry.number()) && !this.entries.containsKey(entry.number())
					&& bytes() + entry.encoded().length <= maxBytes) {
				this.entries.put(entry.number(), entry);
				news = true;
			}
		}
		if (isComplete()) {
			this.complete = this.sequence;
		}
		return news;
	}

	/** Publishes an entry; only at its owner. Returns the update to broadcast. */
	OwnerUpdate put(ServiceEntry entry, byte[] encoded) {
		removeId(entry.service().id());
		this.sequence++;
		StoredEntry stored = new StoredEntry(this.sequence, encoded, entry);
		this.entries.put(stored.number(), stored);
		return changed(List.of(stored));
	}

	/** Withdraws an entry; only at its owner. */
	OwnerUpdate remove(String id) {
		removeId(id);
		this.sequence++;
		return changed(List.of());
	}

	/** Starts a new epoch with the same entries; only at its owner. */
	void outbid(long heardEpoch) {
		this.epoch = heardEpoch + 1;
	}

	private OwnerUpdate changed(List<StoredEntry> told) {
		this.manifest = this.entries.keySet().stream().mapToLong(Long::longValue).toArray();
		this.complete = this.sequence;
		return new OwnerUpdate(this.owner, this.epoch, this.sequence, this.manifest, told);
	}

	private void removeId(String id) {
		this.entries.values().removeIf((stored) -> stored.entry().service().id().equals(id));
	}

	/** Returns the whole record. */
	OwnerUpdate whole() {
		return new OwnerUpdate(this.owner, this.epoch, this.sequence, this.manifest,
				new ArrayList<>(this.entries.values()));
	}

	/**
	 * Returns the part that is missing at a replica that knows an epoch up to a sequence;
	 * {@code null} if nothing is missing.
	 */
	@Nullable OwnerUpdate since(long remoteEpoch, long remoteComplete) {
		if (remoteEpoch > this.epoch || (remoteEpoch == this.epoch && remoteComplete >= this.sequence)) {
			return null;
		}
		long from = (remoteEpoch == this.epoch) ? remoteComplete : 0;
		return new OwnerUpdate(this.owner, this.epoch, this.sequence, this.manifest,
				new ArrayList<>(this.entries.tailMap(from, false).values()));
	}

	@Nullable ServiceEntry find(String id) {
		for (StoredEntry stored : this.entries.values()) {
			if (stored.entry().service().id().equals(id)) {
				return stored.entry();
			}
		}
		return null;
	}

	Collection<StoredEntry> entries() {
		return this.entries.values();
	}

	String owner() {
		return this.owner;
	}

	long epoch() {
		return this.epoch;
	}

	long sequence() {
		return this.sequence;
	}

	long complete() {
		return this.complete;
	}

	boolean isComplete() {
		return this.entries.size() == this.manifest.length;
	}

	int bytes() {
		int sum = 0;
		for (StoredEntry entry : this.entries.values()) {
			sum += entry.encoded().length;
		}
		return sum;
	}

	private boolean isValid(long number) {
		return Arrays.binarySearch(this.manifest, number) >= 0;
	}

}
