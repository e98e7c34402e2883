package io.membership.agent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * The reply to a request.
 *
 * @param error the error message; empty on success
 * @param body the body, sent even with an error; {@code null} if the command has none
 * @param close whether the connection closes after the reply
 * @param sent runs when the reply was written or could not be written; {@code null} for
 * none
 */
record RpcReply(String error, byte @Nullable [] body, boolean close, @Nullable Runnable sent) {

	private static final RpcReply OK = error("");

	/** Success without a body. */
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

	/** An error after which the connection closes. */
	static RpcReply fatal(String text) {
		return new RpcReply(text, null, true, null);
	}

	RpcReply whenSent(Runnable action) {
		return new RpcReply(this.error, this.body, this.close, action);
	}

	CompletionStage<RpcReply> now() {
		return CompletableFuture.completedFuture(this);
	}

	/** Returns a reply without a body, completed when the operation succeeds or fails. */
	static CompletionStage<RpcReply> after(CompletionStage<?> work) {
		return work.handle((done, failure) -> (failure != null) ? error(message(failure)) : ok());
	}

	/** Returns the message of a failure. Messages of the core contain no secrets. */
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
