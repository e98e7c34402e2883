package io.membership.sample.monitoring;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.membership.sample.SampleApplication;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sample application in a process of its own, with the class path of the tests. Its
 * log is in {@code target/monitoring}.
 */
final class SampleProcess implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private static final Set<Integer> HANDED_OUT = new HashSet<>();

	private final Process process;

	private final int httpPort;

	private SampleProcess(Process process, int httpPort) {
		this.process = process;
		this.httpPort = httpPort;
	}

	/**
	 * Starts a member.
	 * @param name its name
	 * @param gossipPort its port for gossip
	 * @param seedPort port of the member to join
	 * @param logs folder for its log
	 */
	static SampleProcess start(String name, int gossipPort, int seedPort, Path logs) throws IOException {
		int httpPort = freePort();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				SampleApplication.class.getName(), "--server.port=" + httpPort, "--membership.node-name=" + name,
				"--membership.bind-port=" + gossipPort, "--membership.join=127.0.0.1:" + seedPort)
			.redirectErrorStream(true)
			.redirectOutput(logs.resolve(name + ".log").toFile())
			.start();
		return new SampleProcess(process, httpPort);
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

	int httpPort() {
		return this.httpPort;
	}

	JsonNode state() throws IOException, InterruptedException {
		return JsonMapper.shared().readTree(get(this.httpPort, "/state"));
	}

	long aliveMembers() throws IOException, InterruptedException {
		return state().path("members")
			.valueStream()
			.filter((member) -> "alive".equals(member.path("status").asString()))
			.count();
	}

	List<String> messages() throws IOException, InterruptedException {
		return state().path("events")
			.valueStream()
			.filter((event) -> "message".equals(event.path("kind").asString()))
			.map((event) -> event.path("text").asString())
			.toList();
	}

	int say(String message) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri(this.httpPort, "/event"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers
				.ofString(JsonMapper.shared().createObjectNode().put("message", message).toString()))
			.timeout(Duration.ofSeconds(10))
			.build();
		return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
	}

	/** Ends it as {@code kill -9} does: nobody is told. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	static String get(int port, String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri(port, path)).timeout(Duration.ofSeconds(10)).build();
		HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
		if (response.statusCode() != 200) {
			throw new IOException(path + " answers " + response.statusCode() + ": " + response.body());
		}
		return response.body();
	}

	private static URI uri(int port, String path) {
		return URI.create("http://127.0.0.1:" + port + path);
	}

}
