package io.membership.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.membership.Keyring;
import io.membership.testing.Json;
import org.jspecify.annotations.Nullable;

/** One golden vector: bytes of a real peer, and what they mean. */
final class Vector {

	private final Map<String, @Nullable Object> json;

	private Vector(Map<String, @Nullable Object> json) {
		this.json = json;
	}

	/** All vectors of memberlist; those of Serf are skipped. */
	static Stream<Vector> all() {
		return of("memberlist-captured", "memberlist-serf-constructed")
			.filter((vector) -> !vector.name().startsWith("serf_"));
	}

	/** Messages and tags of Serf, without any layer of memberlist. */
	static Stream<Vector> serfBodies() {
		return of("memberlist-serf-constructed").filter((vector) -> vector.name().startsWith("serf_"));
	}

	/** Whole packets and frames of Serf nodes. */
	static Stream<Vector> serfTraffic() {
		return of("serf-captured", "serf-agents-captured");
	}

	private static Stream<Vector> of(String... files) {
		return Stream.of(files)
			.flatMap((file) -> Json.array(Json.parseObject(read(file)).get("vectors")).stream())
			.map((vector) -> new Vector(Json.object(vector)));
	}

	private static String read(String file) {
		try (InputStream in = Vector.class.getResourceAsStream("/vectors/" + file + ".json")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return (String) this.json.get("name");
	}

	byte[] bytes() {
		return bytes("hex");
	}

	byte[] bytes(String field) {
		return HexFormat.of().parseHex((String) this.json.get(field));
	}

	boolean has(String field) {
		return this.json.containsKey(field);
	}

	boolean isV2Codec() {
		return ((String) this.json.get("source")).contains("go-msgpack v2");
	}

	boolean isReply() {
		return name().contains("stream_in_reply") || "err".equals(name()) || name().endsWith("_s2c");
	}

	boolean isStream() {
		return name().contains("stream") || "err".equals(name()) || "stream".equals(this.json.get("transport"));
	}

	Map<String, @Nullable Object> decoded() {
		return Json.object(this.json.get("decoded"));
	}

	Map<String, @Nullable Object> extra() {
		return has("extra") ? Json.object(this.json.get("extra")) : Map.of();
	}

	/** What is inside all layers. */
	Map<String, @Nullable Object> message() {
		Map<String, @Nullable Object> message = Json.object(decoded().get("message"));
		return "compress".equals(message.get("type")) ? Json.object(message.get("inner")) : message;
	}

	List<Map<String, @Nullable Object>> messages() {
		Map<String, @Nullable Object> message = message();
		return "compound".equals(message.get("type"))
				? Json.array(message.get("parts")).stream().map(Json::object).toList() : List.of(message);
	}

	boolean hasMessage() {
		return decoded().containsKey("message") && decoded().containsKey("layers");
	}

	boolean isCompressed() {
		return layer("compress") != null || "compress".equals(Json.object(decoded().get("message")).get("type"));
	}

	@Nullable Map<String, @Nullable Object> layer(String kind) {
		return Json.array(decoded().get("layers"))
			.stream()
			.map(Json::object)
			.filter((layer) -> kind.equals(layer.get("layer")))
			.findFirst()
			.orElse(null);
	}

	/** Settings of a member that would have sent these bytes. */
	CodecSettings sender() {
		Map<String, @Nullable Object> label = layer("label");
		Map<String, @Nullable Object> encryption = layer("encrypt");
		String labelText = (label != null) ? (String) label.get("label") : (String) this.json.get("label");
		Keyring keyring = (encryption != null) ? keyring((String) encryption.get("key")) : Keyring.empty();
		boolean version0 = encryption != null && Long.valueOf(0).equals(encryption.get("version"));
		return Settings.of((labelText != null) ? labelText : "", keyring, isCompressed(), version0 ? 1 : 2);
	}

	/** Settings of the live member that these bytes were sent to. */
	CodecSettings receiver() {
		String key = (String) extra().get("receiver_key");
		return Settings.of((String) extra().get("receiver_label"), (key != null) ? keyring(key) : Keyring.empty(),
				false, 2);
	}

	/** A source of nonces that has only the one of this vector. */
	Nonces nonces() {
		Map<String, @Nullable Object> encryption = layer("encrypt");
		byte[] nonce = (encryption != null) ? HexFormat.of().parseHex((String) encryption.get("nonce")) : new byte[0];
		return (out, off) -> System.arraycopy(nonce, 0, out, off, nonce.length);
	}

	private static Keyring keyring(String hex) {
		return Keyring.of(List.of(HexFormat.of().parseHex(hex)));
	}

	@Override
	public String toString() {
		return name();
	}

}
