package io.membership.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What became of the wish to forget a member.
 *
 * @param outcome what became of it
 * @param reason the same in words
 */
public record ForgetDescriptor(Outcome outcome, String reason) implements OperationResponseBody {

	/** What became of the wish to forget a member. */
	public enum Outcome {

		/** It was forgotten. */
		FORGOTTEN,
		/** There is no member of this name. */
		UNKNOWN,
		/** It is a member at present; only failed and left ones can be forgotten. */
		REFUSED

	}

}
