package io.membership.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.membership.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a member's tags as Serf puts them into the metadata of memberlist's alive
 * messages: a byte that no text contains, then a msgpack map. Members with Serf's
 * protocol 2 have only one tag, the role, whose bytes are the metadata. Stateless and
 * thread-safe.
 */
@Internal
public final class Tags {

	/** Most bytes of metadata. */
	public static final int MAX_BYTES = 512;

	/** The only tag of old members. */
	public static final String ROLE = "role";

	/** First Serf protocol with more tags than the role. */
	private static final int FIRST_PROTOCOL_WITH_TAGS = 3;

	/** First byte of a map of tags. UTF-8 has no such byte. */
	private static final int MAGIC = 0xff;

	/** Tags as part of another message. */
	static final Form<Map<String, String>> FORM = Form.map(Form.TEXT);

	private Tags() {
	}

	/**
	 * Encodes tags, in the order of the map.
	 * @param tags names and values; at Serf protocol 2 only the role is encoded
	 * @param protocol Serf protocol that this member is set to
	 * @return the metadata; {@code ff80} for no tags
	 * @throws IllegalArgumentException if it would exceed {@value #MAX_BYTES} bytes, with
	 * Serf's message
	 */
	public static byte[] encode(Map<String, String> tags, int protocol) {
		byte[] meta = unchecked(tags, protocol);
		if (meta.length > MAX_BYTES) {
			throw new IllegalArgumentException("Encoded length of tags exceeds limit of " + MAX_BYTES + " bytes");
		}
		return meta;
	}

	/**
	 * Returns the size of encoded tags, also of those that are too large.
	 * @param tags names and values
	 * @param protocol Serf protocol that this member is set to
	 * @return the number of bytes
	 */
	public static int encodedSize(Map<String, String> tags, int protocol) {
		return unchecked(tags, protocol).length;
	}

	private static byte[] unchecked(Map<String, String> tags, int protocol) {
		return (protocol < FIRST_PROTOCOL_WITH_TAGS) ? tags.getOrDefault(ROLE, "").getBytes(StandardCharsets.UTF_8)
				: MsgpackWriter.forPacket(MAGIC).value(FORM, tags).toByteArray();
	}

	/**
	 * Decodes the metadata of a member.
	 * <p>
	 * Absent or empty metadata means no tags. Serf makes a single tag of it, an empty
	 * role, which is a known defect; as a tag filter treats a missing tag as empty, no
	 * query can tell the difference.
	 * @param meta the metadata
	 * @return unmodifiable tags in the order of the wire, untrusted text
	 * @throws WireException if it claims to hold tags and is malformed; the member may
	 * still be valid, with unknown tags
	 */
	public static Map<String, String> decode(byte @Nullable [] meta) throws WireException {
		if (meta == null || meta.length == 0) {
			return Map.of();
		}
		if ((meta[0] & 0xff) != MAGIC) {
			return Map.of(ROLE, new String(meta, StandardCharsets.UTF_8));
		}
		return new MsgpackReader(meta, 1, meta.length).read(FORM);
	}

}
