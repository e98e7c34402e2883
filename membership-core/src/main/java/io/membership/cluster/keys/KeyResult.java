package io.membership.cluster.keys;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The members' answers to a key operation.
 *
 * @param members number of members that had to answer
 * @param answers number of members that answered
 * @param errors number of members that reported a failure
 * @param messages messages of members by their names, mostly reasons of failures.
 * Untrusted text
 * @param keys for a list: the number of members on which each key is installed, by the
 * key in Base64. <strong>Secret</strong>
 * @param primaryKeys for a list: the number of members on which each key is the primary
 * one, by the key in Base64. <strong>Secret</strong>
 * @param missing names of the members that had to answer and did not
 */
public record KeyResult(int members, int answers, int errors, Map<String, String> messages, Map<String, Integer> keys,
		Map<String, Integer> primaryKeys, List<String> missing) {

	/** Copies the maps. */
	public KeyResult {
		messages = Collections.unmodifiableMap(new TreeMap<>(messages));
		keys = Map.copyOf(keys);
		primaryKeys = Map.copyOf(primaryKeys);
		missing = List.copyOf(missing);
	}

	/**
	 * Returns the error of the operation, in Serf's words.
	 * @return the error, or {@code null} if every member has answered without a failure
	 */
	public @Nullable String error() {
		if (this.errors != 0) {
			return this.errors + "/" + this.members + " nodes reported failure";
		}
		if (this.answers != this.members) {
			return this.answers + "/" + this.members + " nodes reported success";
		}
		return null;
	}

	/** Omits the keys. */
	@Override
	public String toString() {
		return "KeyResult[members=" + this.members + ", answers=" + this.answers + ", errors=" + this.errors + ", keys="
				+ this.keys.size() + " hidden]";
	}

}
