package io.membership.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.awaitility.Awaitility;

/** A real agent. */
final class SerfAgent implements AutoCloseable {

	private final int port = freePort();

	private final Path log;

	final SerfTool tool;

	final Process process;

	SerfAgent(Path folder, String name, String rpcKey, String... arguments) throws IOException {
		this.log = folder.resolve(name + ".log");
		this.tool = new SerfTool("127.0.0.1:" + freePort(), rpcKey);
		List<String> line = new ArrayList<>(List.of("serf", "agent", "-node=" + name, "-bind=" + address(),
				"-rpc-addr=" + this.tool.address(), "-profile=local", "-log-level=debug"));
		if (!rpcKey.isEmpty()) {
			Path config = Files.writeString(folder.resolve(name + ".json"), "{\"rpc_auth\": \"" + rpcKey + "\"}");
			line.add("-config-file=" + config);
		}
		line.addAll(Arrays.asList(arguments));
		this.process = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(this.log.toFile()).start();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.tool.run("members").output().contains(name));
	}

	String address() {
		return "127.0.0.1:" + this.port;
	}

	String log() throws IOException {
		return Files.readString(this.log);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
