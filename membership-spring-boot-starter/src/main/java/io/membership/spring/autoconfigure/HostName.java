package io.membership.spring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The name of this host. On Linux it comes from the kernel, without a name server, so a
 * host whose name cannot be resolved has a name too, and waits for no time-out.
 */
final class HostName {

	/** Names that very many hosts have, or that stand for none. */
	private static final Pattern COMMON = Pattern.compile("(?i)|\\(none\\)|localhost[46]?(\\..*)?");

	private static final long PATIENCE_MILLIS = 1000;

	private HostName() {
	}

	/**
	 * Finds the name of this host. Blocks for a second at most.
	 * @return the name, or an empty text if the host has none that tells it from others
	 */
	static String find() {
		return firstOf(List.of(() -> read(Path.of("/proc/sys/kernel/hostname")), () -> environment("HOSTNAME"),
				() -> environment("COMPUTERNAME"), () -> read(Path.of("/etc/hostname")), HostName::ask));
	}

	/** Returns the first name that tells a host from others. */
	static String firstOf(List<Supplier<String>> sources) {
		for (Supplier<String> source : sources) {
			String name = source.get().strip();
			if (!COMMON.matcher(name).matches()) {
				return name;
			}
		}
		return "";
	}

	/**
	 * Returns the host name of a message such as {@code box: Name or service not known}.
	 */
	static String of(UnknownHostException ex) {
		String message = ex.getMessage();
		int colon = (message != null) ? message.indexOf(':') : -1;
		return (message != null && colon > 0) ? message.substring(0, colon) : "";
	}

	private static String environment(String name) {
		String value = System.getenv(name);
		return (value != null) ? value : "";
	}

	private static String read(Path file) {
		try {
			return Files.readString(file).lines().findFirst().orElse("");
		}
		catch (IOException | RuntimeException ex) {
			// not on this system, or not readable
			return "";
		}
	}

	private static String ask() {
		FutureTask<String> question = new FutureTask<>(HostName::resolve);
		Thread thread = new Thread(question, "membership-host-name");
		thread.setDaemon(true);
		thread.start();
		try {
			return question.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "";
		}
		catch (ExecutionException | TimeoutException ex) {
			return "";
		}
	}

	private static String resolve() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return of(ex);
		}
	}

}
