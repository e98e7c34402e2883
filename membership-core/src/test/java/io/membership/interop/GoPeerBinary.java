package io.membership.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.membership.testing.ProgramResult;
import org.jspecify.annotations.Nullable;

/**
 * The executable of the Go peer. It is compiled when a test first asks for it, into the
 * build folder under a name that carries the hash of its sources, so that later runs use
 * it again and a changed source never runs an old program.
 */
final class GoPeerBinary {

	/** Where Debian's golang-github-hashicorp-memberlist-dev puts the sources. */
	private static final Path GOPATH = Path.of(System.getProperty("membership.interop.gopath", "/usr/share/gocode"));

	private static final String LIBRARY = "src/github.com/hashicorp/memberlist";

	private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

	private static @Nullable Path built;

	private GoPeerBinary() {
	}

	/**
	 * Says what is not installed.
	 * @return what the tests miss, or empty if they can run
	 */
	static Optional<String> missing() {
		if (!Files.isDirectory(GOPATH.resolve(LIBRARY))) {
			return Optional.of("the sources of memberlist (golang-github-hashicorp-memberlist-dev) are not installed");
		}
		try {
			goVersion();
			return Optional.empty();
		}
		catch (UncheckedIOException ex) {
			return Optional.of("Go (golang-go) is not installed");
		}
	}

	/**
	 * Folder for what the peers leave behind: the executable and their logs.
	 * @return a folder under the build folder
	 */
	static Path workFolder() {
		try {
			return Files.createDirectories(MODULE.resolve("target").resolve("interop"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Compiles the peer if need be.
	 * @return the executable
	 */
	static synchronized Path path() {
		if (built == null) {
			try {
				built = build();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return built;
	}

	private static Path build() throws IOException {
		Path sources = sources();
		Path folder = workFolder();
		Path binary = folder.resolve("go-memberlist-" + hash(sources));
		// Test runs of one checkout may overlap: one compiles, the others wait and find
		// it done.
		try (FileChannel channel = FileChannel.open(folder.resolve("build.lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
			if (lock.isValid() && !Files.isExecutable(binary)) {
				Path fresh = folder.resolve("go-memberlist.new");
				go(sources, "build", "-o", fresh.toString(), ".");
				Files.move(fresh, binary, StandardCopyOption.ATOMIC_MOVE);
			}
		}
		return binary;
	}

	private static Path sources() {
		for (Path folder = MODULE; folder != null; folder = folder.getParent()) {
			Path sources = folder.resolve("src/interop/go-memberlist");
			if (Files.isRegularFile(sources.resolve("main.go"))) {
				return sources;
			}
		}
		throw new IllegalStateException("src/interop/go-memberlist not found above " + MODULE);
	}

	private static String hash(Path sources) throws IOException {
		try (Stream<Path> files = Files.list(sources)) {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(goVersion().getBytes(StandardCharsets.UTF_8));
			for (Path file : files.sorted().toList()) {
				digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
				digest.update(Files.readAllBytes(file));
			}
			return HexFormat.of().formatHex(digest.digest(), 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String goVersion() {
		try {
			return go(MODULE, "version");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String go(Path directory, String... arguments) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of("go"), Stream.of(arguments)).toList())
			.directory(directory.toFile())
			.redirectErrorStream(true);
		Map<String, String> environment = builder.environment();
		environment.put("GO111MODULE", "off");
		environment.put("GOPATH", GOPATH.toString());
		environment.put("GOFLAGS", "");
		// No C compiler needed.
		environment.put("CGO_ENABLED", "0");
		if (!environment.containsKey("HOME")) {
			environment.putIfAbsent("GOCACHE", workFolder().resolve("go-cache").toString());
		}
		ProgramResult result = ProgramResult.of(builder);
		if (!result.isSuccess()) {
			throw new IOException("go " + List.of(arguments) + " failed: " + result.output());
		}
		return result.output();
	}

}
