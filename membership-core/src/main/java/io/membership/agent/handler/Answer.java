package io.membership.agent.handler;

import java.util.concurrent.CompletionException;

import io.membership.SafeText;
import io.membership.cluster.ReceivedQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a query with the output of a program. */
final class Answer {

	private static final Logger logger = LoggerFactory.getLogger(Answer.class);

	private Answer() {
	}

	/**
	 * Sends no answer for empty output, nor for output over the limit: half an answer
	 * would be wrong.
	 */
	static void give(ReceivedQuery query, Tail output, String script) {
		if (output.total() == 0) {
			return;
		}
		if (output.isTruncated()) {
			notAnswered(query, script, "its output has " + output.total() + " bytes");
			return;
		}
		query.respond(output.bytes()).whenComplete((done, failure) -> {
			if (failure != null) {
				Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
						? failure.getCause() : failure;
				notAnswered(query, script, String.valueOf(cause.getMessage()));
			}
		});
	}

	private static void notAnswered(ReceivedQuery query, String script, String reason) {
		logger.atWarn()
			.addKeyValue("query", SafeText.of(query.name()))
			.addKeyValue("script", script)
			.addKeyValue("reason", SafeText.of(reason))
			.log("The output of an event handler could not be sent as an answer: {}", SafeText.of(reason));
	}

}
