package io.membership.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.membership.wire.ByteReader;
import io.membership.wire.ByteWriter;
import io.membership.wire.WireDrop;
import io.membership.wire.WireException;

/**
 * Encodes one entry of the catalog. Equal entries have equal bytes on all members, since
 * metadata is sorted. <pre>
 *  id | name | address | port | health | tags | metadata
 * </pre> Fields that a later version appends are ignored.
 */
final class EntryCodec {

	private static final int MAX_TEXT = 4096;

	private static final int MAX_ITEMS = 1024;

	private static final int MAX_PORT = 65535;

	private static final HealthStatus[] STATUS = HealthStatus.values();

	private EntryCodec() {
	}

	static byte[] encode(ServiceEntry entry) {
		ServiceDefinition service = entry.service();
		ByteWriter out = new ByteWriter().text(service.id())
			.text(service.name())
			.text(service.address())
			.number(service.port())
			.u8(entry.health().ordinal())
			.number(service.tags().size());
		service.tags().forEach(out::text);
		out.number(service.metadata().size());
		service.metadata().forEach((key, value) -> out.text(key).text(value));
		return out.toByteArray();
	}

	static ServiceEntry decode(byte[] bytes) throws WireException {
		ByteReader in = new ByteReader(bytes, 0);
		String id = in.text(MAX_TEXT);
		String name = in.text(MAX_TEXT);
		String address = in.text(MAX_TEXT);
		int port = in.count(MAX_PORT);
		int health = in.u8();
		int tagCount = in.count(MAX_ITEMS);
		List<String> tags = new ArrayList<>();
		for (int i = 0; i < tagCount; i++) {
			tags.add(in.text(MAX_TEXT));
		}
		int metadataCount = in.count(MAX_ITEMS);
		Map<String, String> metadata = new TreeMap<>();
		for (int i = 0; i < metadataCount; i++) {
			String key = in.text(MAX_TEXT);
			metadata.put(key, in.text(MAX_TEXT));
		}
		if (id.isEmpty() || name.isEmpty()) {
			throw new WireException(WireDrop.MALFORMED, "service without id or name");
		}
		// a later version may define a status worse than critical; treat it as critical
		HealthStatus status = STATUS[Math.min(health, STATUS.length - 1)];
		return new ServiceEntry(new ServiceDefinition(id, name, address, port, tags, metadata), status);
	}

	/**
	 * Encodes an entry for registration.
	 * @throws IllegalArgumentException if other members would reject it
	 */
	static byte[] encodeChecked(ServiceEntry entry, CatalogConfig.Limits limits) {
		byte[] encoded = encode(entry);
		if (encoded.length > limits.entryBytes()) {
			throw new IllegalArgumentException("A service of " + encoded.length + " bytes is over the limit of "
					+ limits.entryBytes() + "; shorten its tags and metadata");
		}
		try {
			decode(encoded);
		}
		catch (WireException ex) {
			throw new IllegalArgumentException("A service cannot be published: " + ex.getMessage(), ex);
		}
		return encoded;
	}

}
