package io.membership.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A member's tags, as Serf puts them into the metadata of memberlist's alive messages: a
 * byte that is in no text, then a msgpack map. Members of Serf's protocol 2 have one tag
 * only, the role, and its bytes are the metadata. Stateless and thread-safe.
 */
public final class Tags {

	/** Most bytes of metadata. */
	public static final int MAX_BYTES = 512;

	/** The tag that old members are limited to. */
	public static final String ROLE = "role";

	/** First Serf protocol with more tags than the role. */
	private static final int FIRST_PROTOCOL_WITH_TAGS = 3;

	/** First byte of a map of tags. UTF-8 has no such byte. */
	private static final int MAGIC = 0xff;

	/** Tags as a part of another message. */
	static final Form<Map<String, String>> FORM = Form.map(Form.TEXT);

	private Tags() {
	}

	/**
	 * Encodes tags, in the order of the map.
	 * @param tags names and values; at Serf protocol 2 all but the role are left out
	 * @param protocol Serf protocol that the own member is set to
	 * @return the metadata; {@code ff80} for no tags
	 * @throws IllegalArgumentException if it would be over {@value #MAX_BYTES} bytes; the
	 * message is the one that Serf has for this
	 */
	public static byte[] encode(Map<String, String> tags, int protocol) {
		byte[] meta = (protocol < FIRST_PROTOCOL_WITH_TAGS)
				? tags.getOrDefault(ROLE, "").getBytes(StandardCharsets.UTF_8)
				: MsgpackWriter.forPacket(MAGIC).value(FORM, tags).toByteArray();
		if (meta.length > MAX_BYTES) {
			throw new IllegalArgumentException("Encoded length of tags exceeds limit of " + MAX_BYTES + " bytes");
		}
		return meta;
	}

	/**
	 * Decodes the metadata of a member.
	 * <p>
	 * Metadata that is absent or empty is no tags at all. The reference makes one tag of
	 * it, a role that is empty, which is a known defect; as a tag filter takes a missing
	 * tag for an empty one, no query can tell the difference.
	 * @param meta the metadata
	 * @return unmodifiable tags in the order of the wire, untrusted text
	 * @throws WireException if it claims to be tags and is malformed; the member may
	 * still be a good one, of which the tags are not known
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
