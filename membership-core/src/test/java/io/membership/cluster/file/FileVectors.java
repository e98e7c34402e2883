package io.membership.cluster.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

import io.membership.testing.Json;
import org.jspecify.annotations.Nullable;

/** Files that real Serf agents have written. */
public final class FileVectors {

	private FileVectors() {
	}

	public static byte[] bytes(String name) {
		try (InputStream in = Objects.requireNonNull(FileVectors.class.getResourceAsStream("/vectors/files.json"))) {
			String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			Map<String, @Nullable Object> vector = Json.array(Json.parseObject(text).get("vectors"))
				.stream()
				.map(Json::object)
				.filter((each) -> name.equals(each.get("name")))
				.findAny()
				.orElseThrow();
			return HexFormat.of().parseHex((String) Objects.requireNonNull(vector.get("hex")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
