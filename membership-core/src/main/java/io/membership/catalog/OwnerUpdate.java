package io.membership.catalog;

import java.util.ArrayList;
import java.util.List;

import io.membership.wire.ByteReader;
import io.membership.wire.ByteWriter;
import io.membership.wire.WireDrop;
import io.membership.wire.WireException;

/**
 * An update of the services of one owner, complete or partial. Only the owner creates
 * updates; other members pass them on.
 * <p>
 * The owner gives each version of each entry a new, larger number. The manifest is the
 * set of numbers valid at a moment: one list of small numbers tells which entries exist,
 * which do not exist any more, and, compared with a replica's own entries, which are
 * missing. Tombstones are not needed. <pre>
 *  owner | epoch | sequence | manifest: count, differences | entries: count, (number,
 * bytes)
 * </pre>
 *
 * @param owner name of the member that runs the services
 * @param epoch the life of the owner; a later life has a larger epoch
 * @param sequence number of the latest change in this epoch
 * @param manifest numbers of the valid entries, ascending
 * @param entries entries of the manifest, not necessarily all
 */
record OwnerUpdate(String owner, long epoch, long sequence, long[] manifest, List<StoredEntry> entries) {

	private static final int VERSION = 1;

	private static final int MAX_NAME = 4096;

	/** Largest epoch that its owner can still outbid. */
	private static final long MAX_EPOCH = 1L << 62;

	/** Returns whether the update contains all entries of the manifest. */
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
	 * @throws WireException if one of them is malformed or over a limit; the earlier ones
	 * are lost as well
	 */
	static List<OwnerUpdate> decode(byte[] bytes, CatalogConfig.Limits limits) throws WireException {
		ByteReader in = new ByteReader(bytes, 0);
		if (in.u8() != VERSION) {
			throw new WireException(WireDrop.VERSION_INVALID, "catalog of another version");
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
			throw new WireException(WireDrop.MALFORMED, "owner, epoch or sequence out of range");
		}
		long[] manifest = new long[count];
		long last = 0;
		for (int i = 0; i < count; i++) {
			long step = in.number();
			if (step <= 0 || step > sequence - last) {
				throw new WireException(WireDrop.MALFORMED, "manifest is not ascending");
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
				throw new WireException(WireDrop.TOO_LARGE, "services of one member are over the limit");
			}
			entries.add(new StoredEntry(number, encoded, EntryCodec.decode(encoded)));
		}
		return new OwnerUpdate(owner, epoch, sequence, manifest, entries);
	}

}
