package io.membership.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The result of a program that has ended.
 *
 * @param exitCode its exit code
 * @param output its output
 */
public record ProgramResult(int exitCode, String output) {

	/**
	 * Runs a program to its end.
	 * @param command program and arguments
	 * @return the result, with standard error in the output
	 */
	public static ProgramResult of(String... command) {
		return of(new ProcessBuilder(command).redirectErrorStream(true));
	}

	/**
	 * Runs a program to its end.
	 * @param builder the program, whose standard output is not redirected
	 * @return the result
	 * @throws AssertionError with the output so far if the program does not end
	 */
	public static ProgramResult of(ProcessBuilder builder) {
		try {
			Process process = builder.start();
			AtomicBoolean late = new AtomicBoolean();
			CompletableFuture<Void> limit = CompletableFuture.runAsync(() -> {
				late.set(true);
				process.destroyForcibly();
			}, CompletableFuture.delayedExecutor(Eventually.LIMIT.toMillis(), TimeUnit.MILLISECONDS));
			try {
				String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				int exitCode = process.waitFor();
				if (late.get()) {
					throw new AssertionError(builder.command() + " has not ended within " + Eventually.LIMIT
							+ ". The end of its output:\n" + LastLines.of(output));
				}
				return new ProgramResult(exitCode, output);
			}
			finally {
				limit.cancel(false);
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns whether the program has succeeded.
	 * @return whether the exit code is 0
	 */
	public boolean isSuccess() {
		return this.exitCode == 0;
	}

}
