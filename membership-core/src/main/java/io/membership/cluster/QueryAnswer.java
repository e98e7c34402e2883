package io.membership.cluster;

import io.membership.SafeText;

/**
 * A member's answer to a query.
 *
 * @param from name of the member, untrusted text
 * @param payload its answer; not copied, do not modify it
 */
public record QueryAnswer(String from, byte[] payload) {

	@Override
	public String toString() {
		return "QueryAnswer[" + SafeText.of(this.from) + ", " + this.payload.length + " bytes]";
	}

}
