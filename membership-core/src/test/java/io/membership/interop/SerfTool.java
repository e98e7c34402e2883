package io.membership.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** The real command-line tool, pointed at one RPC address. */
record SerfTool(String address, String key) {

	private static final Pattern TAGS = Pattern.compile("(\\w+=[^,\\s]*)(,\\w+=[^,\\s]*)+");

	/** What the tool said, and how it ended. */
	record Result(int exit, String output) {

		/**
		 * Without what is in random order or measured: lines and tags sorted, no times.
		 */
		Result comparable() {
			String sorted = TAGS.matcher(this.output).replaceAll(SerfTool::sorted);
			String lines = sorted.replaceAll("rtt: [0-9.]+ ms", "rtt")
				.replaceAll("[0-9.]+ sec\\b", "sec")
				.lines()
				.map((line) -> line.replaceAll("\\s+", " ").replaceAll(",$", "").strip())
				.sorted()
				.collect(Collectors.joining("\n"));
			return new Result(this.exit, lines);
		}

	}

	static boolean isInstalled() throws InterruptedException {
		try {
			Process process = new ProcessBuilder("serf", "version").redirectErrorStream(true).start();
			process.getInputStream().readAllBytes();
			return process.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Runs a command to its end. */
	Result run(String command, String... arguments) throws Exception {
		Process process = start(command, arguments).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return new Result(process.exitValue(), output);
	}

	/** Starts a command that does not end by itself. */
	Process watch(Path output, String command, String... arguments) throws IOException {
		return start(command, arguments).redirectErrorStream(true)
			.redirectOutput(Files.createFile(output).toFile())
			.start();
	}

	private ProcessBuilder start(String command, String... arguments) {
		List<String> line = new ArrayList<>(List.of("serf", command, "-rpc-addr=" + this.address));
		if (!this.key.isEmpty()) {
			line.add("-rpc-auth=" + this.key);
		}
		line.addAll(Arrays.asList(arguments));
		return new ProcessBuilder(line);
	}

	private static String sorted(MatchResult tags) {
		return Arrays.stream(tags.group().split(",")).sorted().collect(Collectors.joining(","));
	}

}
