package io.membership.spring.interop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The actuator of an application, over HTTP.
 *
 * @param base its address
 */
record Actuator(String base) {

	private static final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

	private static final JsonMapper json = new JsonMapper();

	JsonNode get(String path) {
		return read(send("GET", path, null), path);
	}

	JsonNode post(String path, Map<String, ?> body) {
		return read(send("POST", path, body), path);
	}

	JsonNode delete(String path) {
		return read(send("DELETE", path, null), path);
	}

	/** Sends a request and takes the answer as it is. */
	HttpResponse<String> send(String method, String path, @Nullable Map<String, ?> body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.base + "/" + path))
			.timeout(Duration.ofSeconds(60))
			.header("Content-Type", "application/json")
			.method(method,
					(body != null) ? BodyPublishers.ofString(json.writeValueAsString(body)) : BodyPublishers.noBody());
		try {
			return client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** The health, be it good or bad. */
	JsonNode health() {
		return json.readTree(send("GET", "health", null).body());
	}

	/** Whether the application is there, in whatever health. */
	boolean answers() {
		try {
			return send("GET", "health", null).statusCode() > 0;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	private static JsonNode read(HttpResponse<String> response, String path) {
		assertThat(response.statusCode()).as("%s: %s", path, response.body()).isBetween(200, 299);
		return response.body().isEmpty() ? json.missingNode() : json.readTree(response.body());
	}

}
