package io.membership.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.membership.testing.Json;
import org.jspecify.annotations.Nullable;

/**
 * A member of a real HashiCorp memberlist in a process of its own. Every method waits for
 * the peer's answer and fails with the peer's own error; events pile up in
 * {@link #events()} for a test to await. Thread-safe. Its log is in
 * {@code target/interop}.
 */
final class GoPeer implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final AtomicLong COUNT = new AtomicLong();

	private final String name;

	private final Process process;

	private final Writer commands;

	private final AtomicLong ids = new AtomicLong();

	private final Map<Long, CompletableFuture<Map<String, @Nullable Object>>> replies = new ConcurrentHashMap<>();

	private final List<GoEvent> events = new CopyOnWriteArrayList<>();

	private final CompletableFuture<InetSocketAddress> ready = new CompletableFuture<>();

	private final Path log;

	private volatile @Nullable Throwable end;

	private GoPeer(String name, Process process, Path log) {
		this.name = name;
		this.process = process;
		this.log = log;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		Thread reader = new Thread(this::read, "go-peer-" + name);
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Describes a peer to start.
	 * @param name its name in the cluster
	 * @return options with memberlist's {@code local} preset
	 */
	static GoPeerOptions named(String name) {
		return new GoPeerOptions(name);
	}

	static GoPeer start(String name, List<String> arguments) {
		try {
			Path log = GoPeerBinary.workFolder()
				.resolve(ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-" + name + ".log");
			Process process = new ProcessBuilder(
					Stream.concat(Stream.of(GoPeerBinary.path().toString()), arguments.stream()).toList())
				.redirectError(log.toFile())
				.start();
			GoPeer peer = new GoPeer(name, process, log);
			try {
				peer.await(peer.ready, "its start");
				return peer;
			}
			catch (RuntimeException ex) {
				peer.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return this.name;
	}

	InetSocketAddress address() {
		return this.ready.join();
	}

	/**
	 * The address as others give it to their join.
	 * @return {@code host:port}
	 */
	String joinAddress() {
		String host = address().getAddress().getHostAddress();
		return (host.contains(":") ? "[" + host + "]" : host) + ":" + address().getPort();
	}

	/**
	 * Joins a cluster.
	 * @param addresses addresses of members
	 * @return how many were reached
	 */
	int join(String... addresses) {
		return (int) number(call("join", Map.of("addresses", List.of(addresses))));
	}

	/**
	 * Every member that the peer knows, in whatever state.
	 * @return all known members
	 */
	List<GoNode> nodes() {
		return Json.array(call("members", Map.of())).stream().map(GoNode::of).toList();
	}

	Optional<GoNode> node(String name) {
		return nodes().stream().filter((node) -> node.name().equals(name)).findFirst();
	}

	/**
	 * How the peer sees a member.
	 * @param name the member's name
	 * @return {@code alive}, {@code suspect}, {@code dead}, {@code left}, or
	 * {@code unknown}
	 */
	String stateOf(String name) {
		return node(name).map(GoNode::state).orElse("unknown");
	}

	/**
	 * Names of the members that are alive.
	 * @return the names in alphabetical order
	 */
	List<String> alive() {
		return nodes().stream().filter((node) -> node.state().equals("alive")).map(GoNode::name).sorted().toList();
	}

	void updateMeta(String meta) {
		call("meta", Map.of("payload", base64(meta), "timeoutMs", PATIENCE.toMillis()));
	}

	void localState(String state) {
		call("state", Map.of("payload", base64(state)));
	}

	void sendBestEffort(String to, String message) {
		call("send", Map.of("to", to, "payload", base64(message), "reliable", false));
	}

	void sendReliable(String to, String message) {
		call("send", Map.of("to", to, "payload", base64(message), "reliable", true));
	}

	void broadcast(String message) {
		call("broadcast", Map.of("payload", base64(message)));
	}

	Duration ping(String to) {
		return Duration.ofNanos(number(call("ping", Map.of("to", to))));
	}

	int healthScore() {
		return (int) number(call("health", Map.of()));
	}

	void leave(Duration timeout) {
		call("leave", Map.of("timeoutMs", timeout.toMillis()));
	}

	/** Stops the member without a leave; the process goes on until {@link #close()}. */
	void shutdown() {
		call("shutdown", Map.of());
	}

	void addKey(byte[] key) {
		call("key-add", Map.of("key", HexFormat.of().formatHex(key)));
	}

	void useKey(byte[] key) {
		call("key-use", Map.of("key", HexFormat.of().formatHex(key)));
	}

	void removeKey(byte[] key) {
		call("key-remove", Map.of("key", HexFormat.of().formatHex(key)));
	}

	List<String> keys() {
		return Json.array(call("key-list", Map.of())).stream().map(String::valueOf).toList();
	}

	/**
	 * What the peer's delegates were told so far.
	 * @return all events in order
	 */
	List<GoEvent> events() {
		return List.copyOf(this.events);
	}

	/**
	 * Membership events about one member.
	 * @param kind which kind
	 * @param name the member's name
	 * @return the nodes as they were at the time of the event
	 */
	List<GoNode> events(GoEvent.Kind kind, String name) {
		return events(GoEvent.Membership.class).stream()
			.filter((event) -> event.kind() == kind && event.node().name().equals(name))
			.map(GoEvent.Membership::node)
			.toList();
	}

	<E extends GoEvent> List<E> events(Class<E> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	List<String> messages() {
		return events(GoEvent.Message.class).stream().map((event) -> text(event.payload())).toList();
	}

	List<String> remoteStates() {
		return events(GoEvent.RemoteState.class).stream().map((event) -> text(event.payload())).toList();
	}

	/**
	 * memberlist's own log so far, for a failure's message.
	 * @return the log
	 */
	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/** Ends the process at once, as {@code kill -9} does. */
	void kill9() {
		this.process.destroyForcibly();
		waitForExit();
	}

	/** Ends the process without a leave. */
	@Override
	public void close() {
		try {
			this.commands.close();
		}
		catch (IOException ex) {
			// It is gone already.
		}
		if (!waitForExit()) {
			kill9();
		}
	}

	/**
	 * How the process ended.
	 * @return zero if by itself, 137 if it was killed
	 */
	int exitCode() {
		return this.process.exitValue();
	}

	private boolean waitForExit() {
		try {
			return this.process.waitFor(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private @Nullable Object call(String command, Map<String, Object> fields) {
		long id = this.ids.incrementAndGet();
		Map<String, Object> line = new LinkedHashMap<>(fields);
		line.put("id", id);
		line.put("cmd", command);
		CompletableFuture<Map<String, @Nullable Object>> reply = new CompletableFuture<>();
		this.replies.put(id, reply);
		try {
			synchronized (this.commands) {
				this.commands.write(Json.write(line) + "\n");
				this.commands.flush();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("peer " + this.name + " is gone", ex);
		}
		failReplies();
		Map<String, @Nullable Object> answer = await(reply, command);
		if (answer.get("error") instanceof String error) {
			throw new GoPeerException(this.name, command, error);
		}
		return answer.get("result");
	}

	private <T> T await(CompletableFuture<T> future, String what) {
		try {
			return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("peer " + this.name + " did not answer " + what + "; its log:\n" + log(),
					ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void read() {
		Throwable cause = new IOException("the process ended");
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				handle(Json.parseObject(line));
			}
		}
		catch (IOException | RuntimeException ex) {
			cause = ex;
		}
		this.end = cause;
		this.ready.completeExceptionally(cause);
		failReplies();
	}

	/** Called after {@link #end} is set, and by whoever asks after that. */
	private void failReplies() {
		Throwable cause = this.end;
		if (cause != null) {
			this.replies.values().forEach((reply) -> reply.completeExceptionally(cause));
		}
	}

	private void handle(Map<String, @Nullable Object> line) {
		if (line.get("reply") instanceof Long id) {
			CompletableFuture<Map<String, @Nullable Object>> reply = this.replies.remove(id);
			if (reply != null) {
				reply.complete(line);
			}
		}
		else if (line.containsKey("ready")) {
			this.ready.complete(GoNode.address(Json.object(line.get("ready"))));
		}
		else {
			this.events.add(GoEvent.of(line));
		}
	}

	private static long number(@Nullable Object value) {
		return (Long) Objects.requireNonNull(value);
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/** What memberlist itself answered with an error. */
	static final class GoPeerException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		GoPeerException(String peer, String command, String error) {
			super("peer " + peer + ", " + command + ": " + error);
		}

	}

}
