package io.membership.sample.shop;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One of the two applications in a process of its own. Its log is in
 * {@code target/applications}.
 */
final class ApplicationProcess implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private static final Set<Integer> HANDED_OUT = new HashSet<>();

	private final Process process;

	private final int port;

	private ApplicationProcess(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	static ApplicationProcess shop(int gossipPort, String... arguments) throws IOException {
		return start("shop", "io.membership.sample.shop.ShopApplication", gossipPort, gossipPort, arguments);
	}

	/** Has nothing of Spring Cloud on its class path. */
	static ApplicationProcess stock(int seedPort, String... arguments) throws IOException {
		return start("stock", "io.membership.sample.stock.StockApplication", freePort(), seedPort, arguments);
	}

	private static ApplicationProcess start(String application, String main, int gossipPort, int seedPort,
			String... arguments) throws IOException {
		int port = freePort();
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx96m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-cp", classPath(application), main, "--server.port=" + port,
				"--membership.bind-port=" + gossipPort, "--membership.join=127.0.0.1:" + seedPort));
		command.addAll(Arrays.asList(arguments));
		Path logs = Files.createDirectories(Path.of("target", "applications"));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(logs.resolve(application + "-" + port + ".log").toFile())
			.start();
		return new ApplicationProcess(process, port);
	}

	/** Of the test's class path what belongs to the application. */
	private static String classPath(String application) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("test-classes") && belongsTo(application, entry.replace('\\', '/')))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static boolean belongsTo(String application, String entry) {
		String name = entry.substring(entry.lastIndexOf('/') + 1);
		if (application.equals("shop")) {
			return !entry.endsWith("stock/target/classes") && !name.startsWith("stock")
					&& !name.startsWith("sample-stock");
		}
		return !entry.endsWith("shop/target/classes") && !name.startsWith("spring-cloud")
				&& !name.startsWith("spring-retry") && !name.startsWith("reactor");
	}

	/** A port that nobody uses at the moment, for TCP and for UDP. */
	static synchronized int freePort() throws IOException {
		while (true) {
			try (ServerSocket tcp = new ServerSocket()) {
				tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
				try (DatagramSocket udp = new DatagramSocket(tcp.getLocalSocketAddress())) {
					if (HANDED_OUT.add(udp.getLocalPort())) {
						return udp.getLocalPort();
					}
				}
				catch (IOException ex) {
					// taken for UDP: the next one
				}
			}
		}
	}

	/** What the sample calls an instance of {@code stock}. */
	String instance() {
		return "stock:" + this.port;
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return HTTP.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<String> post(String path) throws IOException, InterruptedException {
		return HTTP.send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.timeout(Duration.ofSeconds(20));
	}

	/** Whether it runs and its own web server answers; fails if it has ended. */
	boolean answers(String path) {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("The process has ended, see target/applications");
		}
		try {
			return get(path).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/** Ends it as {@code kill -9} does: nobody is told. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/** Ends it as {@code kill} does: it shuts down gracefully. */
	void terminate() {
		this.process.destroy();
	}

	boolean hasEnded() {
		return !this.process.isAlive();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
