package io.membership.spring.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A call of the {@code serf} tool that goes on until it is closed.
 *
 * @param process the tool
 * @param file what it has printed so far
 */
record ToolStream(Process process, Path file) implements AutoCloseable {

	String output() {
		try {
			return Files.readString(this.file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
