package io.membership.testing;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PortsTests {

	@Test
	void noPortIsGivenTwiceAndNoneIsTheSystemsToGive() {
		PortRange system = PortRange.ephemeral();
		List<Integer> ports = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			ports.add(Ports.reserve());
		}
		assertThat(ports).doesNotHaveDuplicates()
			.allSatisfy((port) -> assertThat(port < system.first() || port > system.last()).isTrue());
	}

	@Test
	void anotherJvmDoesNotReserveTheSamePorts() {
		int before = Ports.reserve();
		ProgramResult other = ProgramResult.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", classPath(), Tries.class.getName(), Integer.toString(before));
		assertThat(other.output()).isEqualToIgnoringNewLines("refused");
	}

	private static String classPath() {
		return String.join(File.pathSeparator,
				Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
					.filter((entry) -> !entry.isEmpty())
					.toList());
	}

	/** Tries to lock a port that another JVM has reserved. */
	static final class Tries {

		public static void main(String[] arguments) {
			System.out.println(Ports.lock(Integer.parseInt(arguments[0])) ? "reserved" : "refused");
		}

	}

}
