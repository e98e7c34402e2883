package io.membership.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JSON over HTTP.
 *
 * @param base the address, to which a path is appended after a slash
 */
public record JsonApi(String base) {

	private static final HttpClient client = HttpClient.newBuilder().connectTimeout(Eventually.LIMIT).build();

	private static final JsonMapper json = new JsonMapper();

	/**
	 * Gets a resource.
	 * @param path its path
	 * @return the body of a successful response
	 */
	public JsonNode get(String path) {
		return success("GET", path, null);
	}

	/**
	 * Posts an object.
	 * @param path the path
	 * @param body the object, or {@code null} for no body
	 * @return the body of a successful response
	 */
	public JsonNode post(String path, @Nullable Object body) {
		return success("POST", path, body);
	}

	/**
	 * Puts a resource.
	 * @param path the path
	 * @return the body of a successful response
	 */
	public JsonNode put(String path) {
		return success("PUT", path, null);
	}

	/**
	 * Deletes a resource.
	 * @param path its path
	 * @return the body of a successful response
	 */
	public JsonNode delete(String path) {
		return success("DELETE", path, null);
	}

	private JsonNode success(String method, String path, @Nullable Object body) {
		HttpResponse<String> response = send(method, path, body);
		assertThat(response.statusCode()).as("%s: %s", path, response.body()).isBetween(200, 299);
		return response.body().isEmpty() ? json.missingNode() : json.readTree(response.body());
	}

	/**
	 * Sends a request.
	 * @param method the method
	 * @param path the path
	 * @param body the object to send as JSON, or {@code null} for no body
	 * @return the response, successful or not
	 * @throws UncheckedIOException if there is no response
	 */
	public HttpResponse<String> send(String method, String path, @Nullable Object body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + "/" + path))
			.timeout(Eventually.LIMIT)
			.header("Content-Type", "application/json")
			.method(method,
					(body != null) ? BodyPublishers.ofString(json.writeValueAsString(body)) : BodyPublishers.noBody())
			.build();
		try {
			return client.send(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns whether a server answers.
	 * @param path the path
	 * @return whether there is a response, successful or not
	 */
	public boolean answers(String path) {
		try {
			return send("GET", path, null).statusCode() > 0;
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

}
