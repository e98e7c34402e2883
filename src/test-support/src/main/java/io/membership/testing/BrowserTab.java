package io.membership.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** A tab of a {@link Browser}, controlled by the Chrome DevTools Protocol. */
public final class BrowserTab implements WebSocket.Listener, AutoCloseable {

	private static final JsonMapper json = new JsonMapper();

	private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();

	private final StringBuilder received = new StringBuilder();

	private @Nullable WebSocket socket;

	private int number;

	private BrowserTab() {
	}

	static BrowserTab connect(String address) {
		BrowserTab tab = new BrowserTab();
		tab.socket = Eventually.result(
				HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create(address), tab),
				"the connection to the browser");
		return tab;
	}

	void show(String address, int width, int height, String colorScheme) {
		call("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
		call("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
		JsonNode result = call("Page.navigate", Map.of("url", address));
		assertThat(result.path("errorText").asString("")).as(address).isEmpty();
	}

	/**
	 * Evaluates an expression in the page.
	 * @param expression JavaScript, not bound by the content security policy of the page
	 * @return the value of the expression, as JSON
	 */
	public JsonNode evaluate(String expression) {
		JsonNode answer = call("Runtime.evaluate",
				Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
		assertThat(answer.has("exceptionDetails")).as(() -> expression + ": " + answer).isFalse();
		return answer.path("result").path("value");
	}

	/**
	 * Waits until an expression is true.
	 * @param expression the expression
	 */
	public void await(String expression) {
		Eventually.await(expression).until(() -> evaluate(expression).asBoolean(false));
	}

	/**
	 * Writes a picture of the window to a PNG file.
	 * @param file the file
	 */
	public void screenshot(Path file) {
		JsonNode answer = call("Page.captureScreenshot", Map.of("format", "png"));
		try {
			Files.write(file, Base64.getDecoder().decode(answer.path("data").asString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private JsonNode call(String method, Map<String, Object> parameters) {
		int id = ++this.number;
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		this.calls.put(id, answer);
		WebSocket open = Objects.requireNonNull(this.socket, "the tab is not open");
		open.sendText(json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true);
		JsonNode message = Eventually.result(answer, "the answer to " + method);
		assertThat(message.has("error")).as(() -> method + ": " + message).isFalse();
		return message.path("result");
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.received.append(data);
		if (last) {
			JsonNode message = json.readTree(this.received.toString());
			this.received.setLength(0);
			CompletableFuture<JsonNode> call = this.calls.remove(message.path("id").asInt(-1));
			if (call != null) {
				call.complete(message);
			}
		}
		webSocket.request(1);
		return null;
	}

	/** Closes the tab. */
	@Override
	public void close() {
		call("Page.close", Map.of());
	}

}
