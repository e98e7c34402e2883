package io.membership.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the services of one owner. Merging is a join: the larger epoch wins,
 * within it the larger sequence says which entries are valid, and valid entries are
 * collected from wherever they come. So the order of updates does not matter, and one
 * that comes twice changes nothing. Confined to the event loop.
 */
final class OwnerRecord {

	private final String owner;

	/** Valid entries that are known, by number. */
	private final TreeMap<Long, StoredEntry> entries = new TreeMap<>();

	private long[] manifest = {};

	private long epoch;

	private long sequence;

	/** The latest sequence of which everything was known. */
	private long complete;

	OwnerRecord(String owner, long epoch) {
		this.owner = owner;
		this.epoch = epoch;
	}

	/** Takes over an update; returns whether it was news. */
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

	/** Publishes an entry; only at its owner. Returns what has to be told. */
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

	/** Begins a later life with the same entries; only at its owner. */
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

	/** All that is known. */
	OwnerUpdate whole() {
		return new OwnerUpdate(this.owner, this.epoch, this.sequence, this.manifest,
				new ArrayList<>(this.entries.values()));
	}

	/**
	 * What somebody does not know who knows everything up to a sequence of an epoch;
	 * {@code null} for nothing.
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
