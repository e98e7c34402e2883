package io.membership.catalog;

import java.util.ArrayList;
import java.util.List;

import io.membership.runtime.DropReason;
import io.membership.wire.ByteReader;
import io.membership.wire.ByteWriter;
import io.membership.wire.WireException;

/**
 * What is said of the services of one owner, all of them or a part. Only the owner makes
 * updates; others pass them on.
 * <p>
 * The owner gives each version of each entry a number of its own, always a larger one.
 * The manifest is the set of the numbers that were valid at a moment: so one list of
 * small numbers says what is there, what is not there any more, and, to who compares it
 * with what it has, what is missing. Nothing needs a tombstone. <pre>
 * owner | epoch | sequence | manifest: count, differences | entries: count, (number, bytes)
 * </pre>
 *
 * @param owner name of the member that runs the services
 * @param epoch the life of the owner; a later life has a larger one
 * @param sequence number of the latest change in this life
 * @param manifest numbers of the entries that are valid, ascending
 * @param entries entries of the manifest, not necessarily all
 */
record OwnerUpdate(String owner, long epoch, long sequence, long[] manifest, List<StoredEntry> entries) {

	private static final int VERSION = 1;

	private static final int MAX_NAME = 4096;

	/** An epoch above this could not be outbid by its owner. */
	private static final long MAX_EPOCH = 1L << 62;

	/** Whether it is all that the owner has. */
	boolean isWhole() {
		return this.entries.size() == this.manifest.length;
	}

	static byte[] encode(List<OwnerUpdate> updates) {
		ByteWriter out = new ByteWriter().u8(VERSION);
		for (OwnerUpdate update : updates) {
			out.text(update.owner).number(update.epoch).number(update.sequence).number(update.manifest.length);
			long last = 0;
			for (long number : update.manifest) {
				out.number(number - last);
				last = number;
			}
			out.number(update.entries.size());
			update.entries.forEach((entry) -> out.number(entry.number()).bytes(entry.encoded()));
		}
		return out.toByteArray();
	}

	/**
	 * Decodes updates.
	 * @throws WireException if one of them is malformed or over a limit; those before it
	 * are lost, too
	 */
	static List<OwnerUpdate> decode(byte[] bytes, CatalogConfig.Limits limits) throws WireException {
		ByteReader in = new ByteReader(bytes, 0);
		if (in.u8() != VERSION) {
			throw new WireException(DropReason.VERSION_INVALID, "catalog of another version");
		}
		List<OwnerUpdate> updates = new ArrayList<>();
		while (!in.isAtEnd()) {
			updates.add(next(in, limits));
		}
		return updates;
	}

	private static OwnerUpdate next(ByteReader in, CatalogConfig.Limits limits) throws WireException {
		String owner = in.text(MAX_NAME);
		long epoch = in.number();
		long sequence = in.number();
		int count = in.count(limits.services());
		if (epoch < 0 || epoch > MAX_EPOCH || sequence < 0 || owner.isEmpty()) {
			throw new WireException(DropReason.MALFORMED, "owner, epoch or sequence out of range");
		}
		long[] manifest = new long[count];
		long last = 0;
		for (int i = 0; i < count; i++) {
			long step = in.number();
			if (step <= 0 || step > sequence - last) {
				throw new WireException(DropReason.MALFORMED, "manifest is not ascending");
			}
			last += step;
			manifest[i] = last;
		}
		int entryCount = in.count(count);
		List<StoredEntry> entries = new ArrayList<>();
		long bytes = 0;
		for (int i = 0; i < entryCount; i++) {
			long number = in.number();
			byte[] encoded = in.bytes(limits.entryBytes());
			bytes += encoded.length;
			if (bytes > limits.memberBytes()) {
				throw new WireException(DropReason.TOO_LARGE, "services of one member are over the limit");
			}
			entries.add(new StoredEntry(number, encoded, EntryCodec.decode(encoded)));
		}
		return new OwnerUpdate(owner, epoch, sequence, manifest, entries);
	}

}
