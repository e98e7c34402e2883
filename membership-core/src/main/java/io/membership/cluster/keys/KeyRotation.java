package io.membership.cluster.keys;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How far a guided key rotation has come.
 *
 * @param phase the last phase that was begun
 * @param complete whether the rotation is complete
 * @param steps what was done, in order
 * @param problem why it stopped, or {@code null}
 * @param notAnswered names of members because of which it stopped: they did not answer,
 * or could not do it. Untrusted text
 */
public record KeyRotation(Phase phase, boolean complete, List<Step> steps, @Nullable String problem,
		List<String> notAnswered) {

	/** Copies the lists. */
	public KeyRotation {
		steps = List.copyOf(steps);
		notAnswered = List.copyOf(notAnswered);
	}

	/** The phases, in order. */
	public enum Phase {

		/** The new key is installed on every member. */
		INSTALL,
		/** It is looked up on every member. */
		VERIFY_INSTALLED,
		/** It becomes the primary key of every member. */
		USE,
		/** That is looked up on every member. */
		VERIFY_USED,
		/** The old keys are removed from every member. */
		REMOVE

	}

	/**
	 * One phase that was carried out.
	 *
	 * @param phase the phase
	 * @param members how many members there were to be asked
	 * @param answers how many have answered
	 * @param errors how many of them could not do it
	 */
	public record Step(Phase phase, int members, int answers, int errors) {
	}

}
