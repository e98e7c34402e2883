package io.membership.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.membership.testing.Eventually;
import io.membership.testing.Json;
import io.membership.testing.TestProcess;
import org.jspecify.annotations.Nullable;

/**
 * The process of a Go peer: its command line, its commands and replies, its events. A
 * command waits for its reply and fails with the peer's own error. Thread-safe.
 */
final class GoProcess implements AutoCloseable {

	private static final AtomicLong COUNT = new AtomicLong();

	private final String name;

	private final TestProcess process;

	private final Writer commands;

	private final AtomicLong ids = new AtomicLong();

	private final Map<Long, CompletableFuture<Map<String, @Nullable Object>>> replies = new ConcurrentHashMap<>();

	private final List<GoEvent> events = new CopyOnWriteArrayList<>();

	private final CompletableFuture<InetSocketAddress> ready = new CompletableFuture<>();

	private volatile @Nullable Throwable end;

	private volatile boolean paused;

	private GoProcess(String name, TestProcess process) {
		this.name = name;
		this.process = process;
		this.commands = process.input();
	}

	/**
	 * Starts a peer and waits until it can be joined.
	 * @param name its name
	 * @param arguments its command line
	 * @return the running process
	 */
	static GoProcess start(String name, List<String> arguments) {
		Path log = GoPeerBinary.workFolder()
			.resolve(ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-" + name + ".log");
		GoProcess peer = new GoProcess(name, TestProcess.startConversation(name, log,
				Stream.concat(Stream.of(GoPeerBinary.path().toString()), arguments.stream()).toList()));
		Thread reader = new Thread(peer::read, "go-peer-" + name);
		reader.setDaemon(true);
		reader.start();
		try {
			peer.await(peer.ready, "its start");
			return peer;
		}
		catch (RuntimeException ex) {
			peer.close();
			throw ex;
		}
	}

	InetSocketAddress address() {
		return this.ready.join();
	}

	List<GoEvent> events() {
		return this.events;
	}

	/**
	 * Sends a command and waits for its reply.
	 * @param command the command
	 * @param fields its other fields
	 * @return the result
	 * @throws GoPeer.GoPeerException if memberlist answered with an error
	 */
	@Nullable Object call(String command, Map<String, Object> fields) {
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
			throw new GoPeer.GoPeerException(this.name, command, error);
		}
		return answer.get("result");
	}

	private <T> T await(CompletableFuture<T> future, String what) {
		try {
			return future.get(Eventually.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(
					"peer " + this.name + " did not answer " + what + ". " + this.process.describeLog(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void read() {
		Throwable cause = new IOException("the process ended");
		try (BufferedReader lines = this.process.output()) {
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

	/** Called after {@link #end} is set, and by each later request. */
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

	/**
	 * memberlist's own log so far.
	 * @return the log
	 */
	String log() {
		return this.process.log();
	}

	/** Stops the process where it is, as a long pause of the machine does. */
	void pause() {
		this.paused = true;
		this.process.signal("-STOP");
	}

	/** Lets it go on. */
	void resume() {
		this.process.signal("-CONT");
		this.paused = false;
	}

	/** Ends the process at once, as {@code kill -9} does. */
	void kill() {
		this.process.kill();
	}

	/** Closes the input, which ends the peer. */
	@Override
	public void close() {
		this.process.mayEnd();
		if (this.paused && this.process.isAlive()) {
			resume();
		}
		try {
			this.commands.close();
		}
		catch (IOException ex) {
			// It is gone already.
		}
		this.process.awaitEnd();
	}

	int exitCode() {
		return this.process.awaitEnd();
	}

}
