package io.membership.agent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a request.
 *
 * @param error what went wrong, empty if nothing
 * @param body what follows the header, which is sent also with an error; {@code null} if
 * the command has none
 * @param close whether the connection ends with it
 * @param sent is run when it has been written, also when that failed; {@code null} for
 * nothing
 */
record RpcReply(String error, byte @Nullable [] body, boolean close, @Nullable Runnable sent) {

	private static final RpcReply OK = error("");

	/** Everything is all right, and there is nothing else to say. */
	static RpcReply ok() {
		return OK;
	}

	static RpcReply error(String text) {
		return new RpcReply(text, null, false, null);
	}

	static RpcReply of(IpcWriter body) {
		return of("", body);
	}

	static RpcReply of(String error, IpcWriter body) {
		return new RpcReply(error, body.toBytes(), false, null);
	}

	/** The error, and nothing can be read from this client any more. */
	static RpcReply fatal(String text) {
		return new RpcReply(text, null, true, null);
	}

	RpcReply whenSent(Runnable action) {
		return new RpcReply(this.error, this.body, this.close, action);
	}

	CompletionStage<RpcReply> now() {
		return CompletableFuture.completedFuture(this);
	}

	/** A reply without a body, once something is done or has failed. */
	static CompletionStage<RpcReply> after(CompletionStage<?> work) {
		return work.handle((done, failure) -> (failure != null) ? error(message(failure)) : ok());
	}

	/**
	 * What is said of a failure: the message, which no part of the core puts secrets in.
	 */
	static String message(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		String message = cause.getMessage();
		return (message != null && !message.isEmpty()) ? message : cause.getClass().getSimpleName();
	}

	@Override
	public String toString() {
		// A body can hold keys.
		return "RpcReply[error=" + this.error + "]";
	}

}
