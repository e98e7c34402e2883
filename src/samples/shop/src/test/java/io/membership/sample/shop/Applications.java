package io.membership.sample.shop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.membership.testing.ApplicationProcess;

/**
 * The two applications of a test, each in a separate process. Their logs are in {@code
 * target/applications}.
 */
final class Applications implements AutoCloseable {

	private final List<ApplicationProcess> processes = new ArrayList<>();

	/** Starts a shop, the first member of the cluster. */
	ApplicationProcess shop(Map<String, Object> properties) {
		ApplicationProcess shop = create("shop", "io.membership.sample.shop.ShopApplication", classPath("shop"),
				properties);
		shop.start();
		return shop;
	}

	/**
	 * Launches an instance of the stock, which joins a shop. It has nothing of Spring
	 * Cloud on its class path.
	 */
	ApplicationProcess stock(String name, ApplicationProcess shop, Map<String, Object> properties) {
		Map<String, Object> all = new HashMap<>(properties);
		all.put("membership.join", shop.address());
		ApplicationProcess stock = create(name, "io.membership.sample.stock.StockApplication", classPath("stock"), all);
		stock.launch();
		return stock;
	}

	/** Returns the sample's name for an instance of the stock. */
	static String instance(ApplicationProcess stock) {
		return "stock:" + stock.httpPort();
	}

	private ApplicationProcess create(String name, String mainClass, String classPath, Map<String, Object> properties) {
		try {
			Path logs = Files.createDirectories(Path.of("target", "applications"));
			ApplicationProcess process = new ApplicationProcess(logs, name, mainClass, classPath, properties);
			this.processes.add(process);
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the part of the test's class path that belongs to the application. */
	private static String classPath(String application) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("test-classes") && belongsTo(application, entry.replace('\\', '/')))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static boolean belongsTo(String application, String entry) {
		String name = entry.substring(entry.lastIndexOf('/') + 1);
		if (application.equals("shop")) {
			return !entry.endsWith("stock/target/classes") && !entry.contains("/samples/stock/")
					&& !name.startsWith("stock") && !name.startsWith("sample-stock");
		}
		return !entry.endsWith("shop/target/classes") && !entry.contains("/samples/shop/")
				&& !name.startsWith("spring-cloud") && !name.startsWith("spring-retry") && !name.startsWith("reactor");
	}

	/** Stops all applications. */
	@Override
	public void close() {
		this.processes.forEach(ApplicationProcess::close);
	}

}
