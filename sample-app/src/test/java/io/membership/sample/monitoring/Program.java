package io.membership.sample.monitoring;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Assumptions;

/** A program that a test needs and that a machine may lack. */
public final class Program {

	private static final String REQUIRED = "membership.interop.required";

	private Program() {
	}

	/**
	 * The program on the path. Without it the test is skipped, or fails if the build has
	 * to show what the test shows.
	 */
	public static String require(String name) {
		boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, name)));
		if (!there && Boolean.getBoolean(REQUIRED)) {
			throw new IllegalStateException(name + " is not on the PATH, and " + REQUIRED + " is true");
		}
		Assumptions.assumeTrue(there, () -> name + " is not on the PATH");
		return name;
	}

}
