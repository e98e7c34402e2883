package io.membership.cluster.keys;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.membership.Keyring;
import io.membership.cluster.keys.KeyRotation.Phase;
import io.membership.wire.SerfMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one rotation of the keys of the cluster: install, verify, use, verify, remove. At
 * every moment all members can read each other, because no phase begins before every
 * member has completed the one before: a key encrypts only when every member has it, and
 * is removed only when no member encrypts with it.
 * <p>
 * "Every member" means each one that was present in any phase, unless it has left since;
 * a member that fails meanwhile returns with its old keys and would be locked out.
 * Packets get lost, so members that do not answer are asked again, with relayed answers;
 * every operation is idempotent. Not thread-safe, but each step happens after the one
 * before.
 */
final class KeyRotator {

	private static final Logger logger = LoggerFactory.getLogger(KeyRotator.class);

	/** Number of attempts for a member that does not answer. */
	static final int ATTEMPTS = 3;

	private static final int RELAYS = 3;

	/**
	 * Most names that fit into a query comfortably; with more, all members are asked
	 * again.
	 */
	private static final int MAX_FILTER_CHARACTERS = 400;

	/**
	 * Number of times that the keys are listed again to find old ones that did not fit
	 * into an answer.
	 */
	private static final int MAX_ROUNDS = 20;

	private static final byte[] NO_KEY = {};

	private final KeyQueries queries;

	private final Supplier<Set<String>> present;

	private final Predicate<String> gone;

	private final byte[] key;

	private final String keyText;

	private final Set<String> seen = new LinkedHashSet<>();

	private final List<KeyRotation.Step> steps = new ArrayList<>();

	private Phase phase = Phase.INSTALL;

	private @Nullable String problem;

	private List<String> culprits = List.of();

	KeyRotator(KeyQueries queries, Supplier<Set<String>> present, Predicate<String> gone, byte[] key) {
		this.queries = queries;
		this.present = present;
		this.gone = gone;
		this.key = key;
		this.keyText = Base64.getEncoder().encodeToString(key);
	}

	CompletableFuture<KeyRotation> run() {
		logger.atInfo()
			.addKeyValue("key", Keyring.fingerprint(this.key))
			.log("Key rotation to {} begins", Keyring.fingerprint(this.key));
		return step(Phase.INSTALL, KeyOperation.INSTALL, this.key)
			.thenCompose((done) -> next(done, () -> step(Phase.VERIFY_INSTALLED, KeyOperation.LIST, NO_KEY)))
			.thenApply((listed) -> check(listed, this::hasNewKey, "does not list the new key"))
			.thenApply(this::stopIfMembersJoined)
			.thenCompose((done) -> next(done, () -> step(Phase.USE, KeyOperation.USE, this.key)))
			.thenCompose((done) -> next(done, () -> step(Phase.VERIFY_USED, KeyOperation.LIST, NO_KEY)))
			.thenApply((listed) -> check(listed, this::usesNewKey, "does not use the new key"))
			.thenApply(this::stopIfMembersJoined)
			.thenCompose((listed) -> next(listed, () -> removeOld(listed, MAX_ROUNDS)))
			.thenApply((done) -> end());
	}

	private CompletableFuture<@Nullable KeyAnswers> next(@Nullable KeyAnswers done,
			Supplier<CompletableFuture<@Nullable KeyAnswers>> step) {
		return (done != null) ? step.get() : CompletableFuture.completedFuture(null);
	}

	private KeyRotation end() {
		boolean complete = this.problem == null;
		logger.atInfo()
			.addKeyValue("key", Keyring.fingerprint(this.key))
			.addKeyValue("phase", this.phase)
			.addKeyValue("complete", complete)
			.log("Key rotation to {} ended in phase {}: {}", Keyring.fingerprint(this.key), this.phase,
					complete ? "complete" : this.problem);
		return new KeyRotation(this.phase, complete, this.steps, this.problem, this.culprits);
	}

	/** Carries out one step; the result is {@code null} if the rotation stops. */
	private CompletableFuture<@Nullable KeyAnswers> step(Phase next, KeyOperation operation, byte[] with) {
		this.phase = next;
		this.seen.addAll(this.present.get());
		this.seen.removeIf(this.gone);
		Set<String> expected = Set.copyOf(this.seen);
		return this.queries.ask(operation, with, expected)
			.thenCompose((answers) -> again(answers, operation, with, ATTEMPTS - 1))
			.thenApply(this::judge);
	}

	private CompletableFuture<KeyAnswers> again(KeyAnswers answers, KeyOperation operation, byte[] with, int left) {
		List<String> missing = missing(answers);
		if (left == 0 || missing.isEmpty()) {
			return CompletableFuture.completedFuture(answers);
		}
		boolean fits = missing.stream().mapToInt(String::length).sum() <= MAX_FILTER_CHARACTERS;
		return this.queries.ask(operation, with, missing, fits ? missing : List.of(), RELAYS)
			.thenCompose((later) -> again(answers.and(later), operation, with, left - 1));
	}

	private @Nullable KeyAnswers judge(KeyAnswers answers) {
		List<String> failed = answers.failed();
		List<String> missing = missing(answers);
		this.seen.addAll(answers.responses().keySet());
		int members = answers.responses().size() + missing.size();
		this.steps.add(new KeyRotation.Step(this.phase, members, answers.responses().size(), failed.size()));
		if (!failed.isEmpty()) {
			List<String> both = new ArrayList<>(failed);
			both.addAll(missing);
			return stop(failed.size() + "/" + members + " nodes reported failure", both);
		}
		if (!missing.isEmpty()) {
			return stop(answers.responses().size() + "/" + members + " nodes reported success", missing);
		}
		return answers;
	}

	private @Nullable KeyAnswers check(@Nullable KeyAnswers listed, Predicate<SerfMessage.KeyResponse> good,
			String what) {
		if (listed == null) {
			return null;
		}
		List<String> bad = new ArrayList<>();
		listed.responses().forEach((name, response) -> {
			if (!good.test(response)) {
				bad.add(name);
			}
		});
		return bad.isEmpty() ? listed : stop(bad.size() + "/" + listed.responses().size() + " nodes: " + what, bad);
	}

	/**
	 * A member that joined after the check started was not checked, and may have only the
	 * keys that the next phase takes out of use.
	 */
	private @Nullable KeyAnswers stopIfMembersJoined(@Nullable KeyAnswers checked) {
		if (checked == null) {
			return null;
		}
		List<String> joined = this.present.get()
			.stream()
			.filter((name) -> !checked.responses().containsKey(name) && !this.gone.test(name))
			.toList();
		return joined.isEmpty() ? checked
				: stop(joined.size() + " nodes joined meanwhile and may lack the new key; repeat the rotation", joined);
	}

	private @Nullable KeyAnswers stop(String why, List<String> names) {
		this.problem = why;
		this.culprits = names;
		return null;
	}

	/** Removes keys one by one, because a request holds one key. */
	private CompletableFuture<@Nullable KeyAnswers> removeOld(@Nullable KeyAnswers listed, int roundsLeft) {
		this.phase = Phase.REMOVE;
		if (listed == null) {
			return CompletableFuture.completedFuture(null);
		}
		Deque<byte[]> old = new ArrayDeque<>();
		boolean truncated = false;
		Set<String> texts = new LinkedHashSet<>();
		for (SerfMessage.KeyResponse response : listed.responses().values()) {
			texts.addAll(response.keys());
			truncated |= isTruncated(response);
		}
		texts.remove(this.keyText);
		for (String text : texts) {
			try {
				old.add(Keyring.ofBase64(List.of(text)).keys().get(0));
			}
			catch (IllegalArgumentException ex) {
				// a member that lists nonsense does not stop the rotation
				logger.atDebug().log("A member lists a value that is not a key");
			}
		}
		if (truncated && roundsLeft == 0) {
			return CompletableFuture
				.completedFuture(stop("there are too many old keys; repeat the rotation", List.of()));
		}
		CompletableFuture<@Nullable KeyAnswers> removed = remove(old, listed);
		if (!truncated) {
			return removed;
		}
		return removed.thenCompose((done) -> next(done, () -> step(Phase.REMOVE, KeyOperation.LIST, NO_KEY)))
			.thenCompose((rest) -> removeOld(rest, roundsLeft - 1));
	}

	private CompletableFuture<@Nullable KeyAnswers> remove(Deque<byte[]> old, KeyAnswers before) {
		byte[] one = old.poll();
		if (one == null) {
			return CompletableFuture.completedFuture(before);
		}
		return step(Phase.REMOVE, KeyOperation.REMOVE, one)
			.thenCompose((done) -> next(done, () -> remove(old, before)));
	}

	/**
	 * Returns whether a member has the new key, as far as its answer tells: a truncated
	 * one omits the latest keys.
	 */
	private boolean hasNewKey(SerfMessage.KeyResponse response) {
		return response.keys().contains(this.keyText) || isTruncated(response);
	}

	/** Returns whether the new key is primary; old senders list the primary key first. */
	private boolean usesNewKey(SerfMessage.KeyResponse response) {
		if (response.primaryKey().isEmpty()) {
			return !response.keys().isEmpty() && response.keys().get(0).equals(this.keyText);
		}
		return response.primaryKey().equals(this.keyText);
	}

	private static boolean isTruncated(SerfMessage.KeyResponse response) {
		return response.message().startsWith("truncated ");
	}

	private List<String> missing(KeyAnswers answers) {
		return answers.missing().stream().filter((name) -> !this.gone.test(name)).toList();
	}

}
