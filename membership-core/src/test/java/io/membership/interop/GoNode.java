package io.membership.interop;

import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.membership.testing.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a Go peer knows of one member.
 *
 * @param name its name
 * @param address its address
 * @param meta its metadata, empty if it has none
 * @param state {@code alive}, {@code suspect}, {@code dead} or {@code left}; in the
 * events about a conflict or a ping it is {@code unknown}
 * @param incarnation its incarnation, -1 if the peer does not tell
 * @param vsn its six version bytes, empty if the peer does not tell
 */
record GoNode(String name, InetSocketAddress address, byte[] meta, String state, long incarnation, List<Integer> vsn) {

	static GoNode of(@Nullable Object json) {
		Map<String, @Nullable Object> fields = Json.object(json);
		String name = (String) Objects.requireNonNull(fields.get("name"));
		byte[] meta = bytes(fields.get("meta"));
		String state = (String) fields.getOrDefault("state", "unknown");
		Long incarnation = (Long) fields.getOrDefault("incarnation", -1L);
		List<Integer> vsn = Json.array(fields.getOrDefault("vsn", List.of()))
			.stream()
			.map((number) -> ((Long) Objects.requireNonNull(number)).intValue())
			.toList();
		return new GoNode(name, address(fields), meta, Objects.requireNonNull(state),
				Objects.requireNonNull(incarnation), vsn);
	}

	static InetSocketAddress address(Map<String, @Nullable Object> fields) {
		String addr = (String) Objects.requireNonNull(fields.get("addr"));
		return new InetSocketAddress(addr, ((Long) Objects.requireNonNull(fields.get("port"))).intValue());
	}

	static byte[] bytes(@Nullable Object base64) {
		return Base64.getDecoder().decode((String) Objects.requireNonNull(base64));
	}

}
