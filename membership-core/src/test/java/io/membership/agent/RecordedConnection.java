package io.membership.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberState;
import io.membership.gossip.ProtocolVersions;
import io.membership.testing.Json;
import org.jspecify.annotations.Nullable;

/** A connection of the real tool or client to a real agent, as it was recorded. */
final class RecordedConnection {

	private final Map<String, @Nullable Object> json;

	private RecordedConnection(Map<String, @Nullable Object> json) {
		this.json = json;
	}

	static Stream<RecordedConnection> all() {
		try (InputStream in = RecordedConnection.class.getResourceAsStream("/vectors/serf-rpc.json")) {
			String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			return Json.array(Json.parseObject(text).get("vectors"))
				.stream()
				.map((vector) -> new RecordedConnection(Json.object(vector)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return (String) this.json.get("name");
	}

	boolean needsKey() {
		return ((String) this.json.get("description")).contains("rpcB");
	}

	byte[] clientBytes() {
		return HexFormat.of().parseHex((String) this.json.get("hex"));
	}

	byte[] serverBytes() {
		return HexFormat.of().parseHex((String) this.json.get("hex_response"));
	}

	/** What the client has sent, in the pieces in which it came. */
	List<byte[]> clientSegments() {
		if (!this.json.containsKey("segments")) {
			return List.of(clientBytes());
		}
		return Json.array(this.json.get("segments"))
			.stream()
			.map(Json::array)
			.filter((segment) -> "c2s".equals(segment.get(0)))
			.map((segment) -> HexFormat.of().parseHex((String) segment.get(1)))
			.toList();
	}

	boolean endsClosed() {
		return "closed by agent".equals(decoded().get("connection_after"));
	}

	private Map<String, @Nullable Object> decoded() {
		return Json.object(this.json.get("decoded"));
	}

	/** All responses and records that have a body. */
	private Stream<Map<String, @Nullable Object>> responses(String command, String kind) {
		List<@Nullable Object> responses = decoded().containsKey("responses") ? Json.array(decoded().get("responses"))
				: List.of();
		return responses.stream()
			.map(Json::object)
			.filter((response) -> command.equals(response.get("for")) && kind.equals(response.get("kind"))
					&& response.get("body") != null);
	}

	Stream<Map<String, @Nullable Object>> bodies(String command, String kind) {
		return responses(command, kind).map((response) -> Json.object(response.get("body")));
	}

	/** The error of the first response to a command. */
	String error(String command) {
		return responses(command, "response")
			.map((response) -> (String) Json.object(response.get("header")).get("Error"))
			.findFirst()
			.orElseThrow();
	}

	Stream<Map<String, @Nullable Object>> requests(String command) {
		List<@Nullable Object> requests = isDialogue() ? Json.array(decoded().get("requests")) : List.of();
		return requests.stream()
			.map(Json::object)
			.filter((request) -> command.equals(Json.object(request.get("header")).get("Command")))
			.map((request) -> Json.object(request.get("body")));
	}

	boolean isDialogue() {
		return decoded().containsKey("requests");
	}

	static ClusterMember member(@Nullable Object json) {
		Map<String, @Nullable Object> member = Json.object(json);
		try {
			return new ClusterMember((String) member.get("Name"),
					new InetSocketAddress(InetAddress.getByAddress(bytes(member.get("Addr"))), number(member, "Port")),
					texts(member.get("Tags")),
					MemberState.valueOf(((String) member.get("Status")).toUpperCase(Locale.ROOT)), false, Instant.EPOCH,
					0,
					new ProtocolVersions(number(member, "ProtocolMin"), number(member, "ProtocolMax"),
							number(member, "ProtocolCur"), number(member, "DelegateMin"), number(member, "DelegateMax"),
							number(member, "DelegateCur")),
					null);
		}
		catch (UnknownHostException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static int number(Map<String, @Nullable Object> object, String name) {
		return ((Long) Objects.requireNonNull(object.get(name))).intValue();
	}

	static Map<String, String> texts(@Nullable Object json) {
		Map<String, String> texts = new LinkedHashMap<>();
		Json.object(json).forEach((name, value) -> texts.put(name, (String) value));
		return texts;
	}

	static byte[] bytes(@Nullable Object json) {
		return (json != null) ? HexFormat.of().parseHex((String) Json.object(json).get("$bytes")) : new byte[0];
	}

	@Override
	public String toString() {
		return name();
	}

}
