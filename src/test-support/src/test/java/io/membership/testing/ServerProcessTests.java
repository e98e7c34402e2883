package io.membership.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServerProcessTests {

	@TempDir
	private Path folder;

	private ServerSocket taken;

	private Listener server;

	@BeforeEach
	void takeAPort() throws IOException {
		this.taken = new ServerSocket(Ports.reserve(), 1, InetAddress.getLoopbackAddress());
		this.server = new Listener(this.folder, this.taken.getLocalPort());
	}

	@AfterEach
	void end() throws IOException {
		this.server.close();
		this.taken.close();
	}

	@Test
	void aServerWhosePortIsTakenStartsAtAnother() {
		this.server.start();
		assertThat(this.server.port).isNotEqualTo(this.taken.getLocalPort());
		assertThat(this.server.process().isAlive()).isTrue();
		assertThat(this.server.log()).containsOnlyOnce("already in use");
	}

	@Test
	void aServerThatCannotHaveAnotherPortFailsWithItsLog() {
		this.server.otherPorts = false;
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.server::start)
			.withMessageContaining("cannot have its port")
			.withMessageContaining("already in use");
	}

	/** Listens on a port. */
	private static final class Listener extends ServerProcess {

		private boolean otherPorts = true;

		private int port;

		private Listener(Path folder, int port) {
			super(folder, "listener");
			this.port = port;
		}

		@Override
		protected List<String> command() {
			return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
					System.getProperty("java.class.path"), Listener.class.getName(), Integer.toString(this.port));
		}

		@Override
		protected boolean isReady() {
			return process().log().contains("listening");
		}

		@Override
		protected boolean forgetPorts() {
			this.port = Ports.reserve();
			return this.otherPorts;
		}

		public static void main(String[] arguments) throws IOException {
			try (ServerSocket socket = new ServerSocket(Integer.parseInt(arguments[0]), 1,
					InetAddress.getLoopbackAddress())) {
				System.out.println("listening");
				while (true) {
					socket.accept().close();
				}
			}
		}

	}

}
