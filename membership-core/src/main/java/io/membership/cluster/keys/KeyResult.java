package io.membership.cluster.keys;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What the members said about a key operation.
 *
 * @param members how many members there were to be asked
 * @param answers how many have answered
 * @param errors how many of them could not do it
 * @param messages what members have to say, by their names; mostly why they could not do
 * it. Untrusted text
 * @param keys for a list: on how many members each key is installed, by the key in
 * Base64. <strong>Secret</strong>
 * @param primaryKeys for a list: on how many members each key is the primary one, by the
 * key in Base64. <strong>Secret</strong>
 * @param missing names of the members that were to answer and did not
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
	 * What went wrong, in Serf's words.
	 * @return the error, or {@code null} if every member has answered and done it
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

	/** Shows no key. */
	@Override
	public String toString() {
		return "KeyResult[members=" + this.members + ", answers=" + this.answers + ", errors=" + this.errors + ", keys="
				+ this.keys.size() + " hidden]";
	}

}
