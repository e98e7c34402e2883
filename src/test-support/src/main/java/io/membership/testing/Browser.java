package io.membership.testing;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A Chromium without a window. Like every {@link ServerProcess}, it is not thread-safe.
 */
public final class Browser extends ServerProcess {

	private final Path profile;

	/**
	 * Creates a browser that is not started yet.
	 * @param folder the folder of its log and profile
	 */
	public Browser(Path folder) {
		super(folder, "chromium");
		this.profile = file("profile");
	}

	@Override
	protected List<String> command() {
		return List.of("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
				"--disable-sync", "--hide-scrollbars", "--remote-debugging-port=0", "--user-data-dir=" + this.profile,
				"about:blank");
	}

	@Override
	protected boolean isReady() {
		return activePort() != null;
	}

	@Override
	protected boolean forgetPorts() {
		return false;
	}

	/** Returns the first line of the file that Chromium writes when it listens. */
	private @Nullable String activePort() {
		return text("profile/DevToolsActivePort").lines().findFirst().orElse(null);
	}

	/**
	 * Opens a page in a tab of its own.
	 * @param address the address of the page
	 * @param width width of the window in CSS pixels
	 * @param height height of the window
	 * @param colorScheme {@code light} or {@code dark}
	 * @return the tab, to be closed by the caller
	 */
	public BrowserTab open(String address, int width, int height, String colorScheme) {
		JsonNode target = new JsonApi("http://127.0.0.1:" + activePort()).put("json/new?about:blank");
		BrowserTab tab = BrowserTab.connect(target.path("webSocketDebuggerUrl").asString());
		tab.show(address, width, height, colorScheme);
		return tab;
	}

}
