package io.membership.cluster.keys;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a key rotation.
 *
 * @param phase the last phase that was begun
 * @param complete whether the rotation is complete
 * @param steps the steps carried out, in order
 * @param problem the reason why it stopped, or {@code null}
 * @param notAnswered names of the members that stopped it: they did not answer, or
 * reported a failure. Untrusted text
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

		/** Installs the new key on every member. */
		INSTALL,
		/** Verifies that every member has the new key. */
		VERIFY_INSTALLED,
		/** Makes it the primary key of every member. */
		USE,
		/** Verifies that every member uses it. */
		VERIFY_USED,
		/** Removes the old keys from every member. */
		REMOVE

	}

	/**
	 * One completed phase.
	 *
	 * @param phase the phase
	 * @param members number of members that had to answer
	 * @param answers number of members that answered
	 * @param errors number of members that reported a failure
	 */
	public record Step(Phase phase, int members, int answers, int errors) {
	}

}
