package io.membership.sample.shop;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Makes calls without a pause on several threads, and records their outcomes. */
final class Load implements AutoCloseable {

	private static final Pattern SERVED_BY = Pattern.compile("\"servedBy\":\"([^\"]+)\"");

	private final Queue<Result> results = new ConcurrentLinkedQueue<>();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean running = true;

	private Load() {
	}

	static Load start(int threads, Call call) {
		Load load = new Load();
		for (int i = 0; i < threads; i++) {
			Thread thread = new Thread(() -> load.run(call), "load-" + i);
			load.threads.add(thread);
			thread.start();
		}
		return load;
	}

	private void run(Call call) {
		while (this.running) {
			long start = System.nanoTime();
			this.results.add(result(start, call));
		}
	}

	private static Result result(long start, Call call) {
		try {
			HttpResponse<String> response = call.call();
			Matcher servedBy = SERVED_BY.matcher(response.body());
			boolean served = response.statusCode() == 200 && servedBy.find();
			return new Result(start, System.nanoTime(), served ? servedBy.group(1) : null,
					served ? null : response.statusCode() + " " + response.body());
		}
		catch (UncheckedIOException ex) {
			return new Result(start, System.nanoTime(), null, ex.toString());
		}
	}

	List<Result> results() {
		return List.copyOf(this.results);
	}

	List<Result> failures() {
		return results().stream().filter((result) -> result.failure() != null).toList();
	}

	/** Returns the number of calls in progress at a moment. */
	long underWayAt(long moment) {
		return results().stream().filter((result) -> result.start() < moment && result.end() > moment).count();
	}

	/** Stops after the calls in progress have ended. */
	@Override
	public void close() throws InterruptedException {
		this.running = false;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	/** Makes a call. */
	@FunctionalInterface
	interface Call {

		HttpResponse<String> call();

	}

	/**
	 * The outcome of a call.
	 *
	 * @param start when it began, by {@link System#nanoTime()}
	 * @param end when it ended
	 * @param servedBy the instance that served it
	 * @param failure the cause of a failure
	 */
	record Result(long start, long end, @Nullable String servedBy, @Nullable String failure) {

	}

}
