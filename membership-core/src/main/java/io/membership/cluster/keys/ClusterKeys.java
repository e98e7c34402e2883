package io.membership.cluster.keys;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.membership.Internal;
import io.membership.Keyring;

/** Manages the keys of the cluster from one of its members. Thread-safe. */
@Internal
public final class ClusterKeys implements KeyManager {

	private final KeyQueries queries;

	private final Supplier<Set<String>> present;

	private final Predicate<String> gone;

	private final AtomicBoolean rotating = new AtomicBoolean();

	/**
	 * Creates the manager.
	 * @param transport sends requests to the members
	 * @param present supplies the names of the members that are present, this one
	 * included
	 * @param gone tests whether the member of a name has left or was forgotten
	 */
	public ClusterKeys(KeyTransport transport, Supplier<Set<String>> present, Predicate<String> gone) {
		this.queries = new KeyQueries(transport);
		this.present = present;
		this.gone = gone;
	}

	@Override
	public CompletableFuture<KeyResult> install(String key) {
		return change(KeyOperation.INSTALL, key);
	}

	@Override
	public CompletableFuture<KeyResult> use(String key) {
		return change(KeyOperation.USE, key);
	}

	@Override
	public CompletableFuture<KeyResult> remove(String key) {
		return change(KeyOperation.REMOVE, key);
	}

	@Override
	public CompletableFuture<KeyResult> list() {
		return ask(KeyOperation.LIST, new byte[0]);
	}

	@Override
	public CompletableFuture<KeyRotation> rotate(String newKey) {
		byte[] key;
		try {
			key = decode(newKey);
		}
		catch (IllegalArgumentException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		if (!this.rotating.compareAndSet(false, true)) {
			return CompletableFuture.completedFuture(new KeyRotation(KeyRotation.Phase.INSTALL, false, List.of(),
					"this member is already running another rotation", List.of()));
		}
		return new KeyRotator(this.queries, this.present, this.gone, key).run()
			.whenComplete((rotation, failure) -> this.rotating.set(false));
	}

	private CompletableFuture<KeyResult> change(KeyOperation operation, String key) {
		try {
			return ask(operation, decode(key));
		}
		catch (IllegalArgumentException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletableFuture<KeyResult> ask(KeyOperation operation, byte[] key) {
		return this.queries.ask(operation, key, this.present.get()).thenApply(KeyAnswers::toResult);
	}

	/** Decodes a key; the exception does not quote it. */
	private static byte[] decode(String key) {
		return Keyring.ofBase64(List.of(key)).keys().get(0);
	}

}
