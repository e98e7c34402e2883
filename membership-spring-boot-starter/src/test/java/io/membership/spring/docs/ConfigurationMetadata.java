package io.membership.spring.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import io.membership.spring.autoconfigure.MembershipProperties;
import org.jspecify.annotations.Nullable;

/** What the annotation processor has written for editors, as it is in the jar. */
final class ConfigurationMetadata {

	private ConfigurationMetadata() {
	}

	static List<Property> properties() {
		return items("properties").stream()
			.map((item) -> new Property((String) item.get("name"), (String) item.get("type"),
					(String) item.get("description"), item.get("defaultValue")))
			.toList();
	}

	static List<Map<String, Object>> items(String kind) {
		return JsonPath.read(read(), "$." + kind);
	}

	private static String read() {
		try {
			URI classes = MembershipProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI();
			return Files.readString(Path.of(classes).resolve("META-INF/spring-configuration-metadata.json"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A property.
	 *
	 * @param name its name
	 * @param type fully qualified name of its type
	 * @param description what it does
	 * @param defaultValue its default, unless that depends on the profile
	 */
	record Property(String name, String type, @Nullable String description, @Nullable Object defaultValue) {

		boolean isOurs() {
			return this.name.startsWith("membership.");
		}

	}

}
