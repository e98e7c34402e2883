package io.membership.cluster.keys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.WireException;

/**
 * The answers to one key request, member by member. Immutable.
 *
 * @param expected names of the members that had to answer
 * @param responses the first answer of each member; <strong>secret</strong>
 */
record KeyAnswers(Set<String> expected, Map<String, SerfMessage.KeyResponse> responses) {

	/**
	 * Decodes answers.
	 * @param expected names of the members that had to answer; a member that has just
	 * joined and answers without being expected counts as well
	 * @param payloads the encoded answer of each member
	 * @return the answers
	 */
	static KeyAnswers of(Set<String> expected, Map<String, byte[]> payloads) {
		Map<String, SerfMessage.KeyResponse> responses = new LinkedHashMap<>();
		payloads.forEach((name, payload) -> responses.put(name, decode(payload)));
		Set<String> all = new LinkedHashSet<>(expected);
		all.addAll(responses.keySet());
		return new KeyAnswers(all, responses);
	}

	/** Decodes an answer; quotes nothing of the payload, which may hold keys. */
	private static SerfMessage.KeyResponse decode(byte[] payload) {
		try {
			if (SerfCodec.decode(payload) instanceof SerfMessage.KeyResponse response) {
				return response;
			}
			return new SerfMessage.KeyResponse(false, "Invalid key query response type: " + (payload[0] & 0xff),
					List.of(), "");
		}
		catch (WireException ex) {
			return new SerfMessage.KeyResponse(false, "Failed to decode key query response", List.of(), "");
		}
	}

	/** Returns these answers, completed by those of a further attempt. */
	KeyAnswers and(KeyAnswers later) {
		Map<String, SerfMessage.KeyResponse> both = new LinkedHashMap<>(later.responses);
		both.putAll(this.responses);
		Set<String> all = new LinkedHashSet<>(this.expected);
		all.addAll(later.expected);
		return new KeyAnswers(all, both);
	}

	/** Returns the names of the members that had to answer and did not. */
	List<String> missing() {
		return this.expected.stream().filter((name) -> !this.responses.containsKey(name)).toList();
	}

	/** Returns the names of the members that reported a failure. */
	List<String> failed() {
		List<String> failed = new ArrayList<>();
		this.responses.forEach((name, response) -> {
			if (!response.result()) {
				failed.add(name);
			}
		});
		return failed;
	}

	/** Returns the answers as the application sees them. */
	KeyResult toResult() {
		Map<String, String> messages = new HashMap<>();
		Map<String, Integer> keys = new HashMap<>();
		Map<String, Integer> primaryKeys = new HashMap<>();
		this.responses.forEach((name, response) -> {
			if (!response.result() || !response.message().isEmpty()) {
				messages.put(name, response.message());
			}
			// a key that one member lists twice is still on one member
			new LinkedHashSet<>(response.keys()).forEach((key) -> keys.merge(key, 1, Integer::sum));
			if (!response.primaryKey().isEmpty()) {
				primaryKeys.merge(response.primaryKey(), 1, Integer::sum);
			}
		});
		return new KeyResult(this.expected.size(), this.responses.size(), failed().size(), messages, keys, primaryKeys,
				missing());
	}

	/** Omits the keys. */
	@Override
	public String toString() {
		return "KeyAnswers[" + this.responses.size() + " of " + this.expected.size() + "]";
	}

}
