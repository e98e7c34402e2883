package io.membership.gossip;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the delegates that may veto. They may block, so a question is asked off the event
 * loop, even on behalf of a {@link ProtocolLayer}, and the answer returns to it.
 */
final class Vetoes {

	private static final Logger logger = LoggerFactory.getLogger(Vetoes.class);

	private final NodeContext context;

	private final Executor executor;

	/**
	 * Creates a channel to the delegates.
	 * @param context the member
	 * @param executor runs the delegates; a limited share of the threads for blocking
	 * work
	 */
	Vetoes(NodeContext context, Executor executor) {
		this.context = context;
		this.executor = executor;
	}

	/**
	 * Asks for a veto. A delegate that throws vetoes.
	 * @param question returns the reason for the veto, or {@code null} to agree
	 * @param answer receives that result on the event loop
	 */
	void ask(Supplier<@Nullable String> question, Consumer<@Nullable String> answer) {
		this.executor.execute(() -> {
			String veto = call(question);
			this.context.runtime().execute(() -> answer.accept(veto));
		});
	}

	private @Nullable String call(Supplier<@Nullable String> question) {
		try {
			return question.get();
		}
		catch (Exception | StackOverflowError | AssertionError | LinkageError ex) {
			this.context.metrics().listeners().failed(ex);
			logger.atWarn().setCause(ex).log("A delegate has thrown an exception, which counts as a veto");
			return "the delegate failed: " + ex.getClass().getName();
		}
	}

}
