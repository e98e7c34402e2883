package io.membership.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Syncs the services of this member to one catalog, and tracks which of them it holds in
 * their current version. A sync makes its calls one after the other; after a failure it
 * still makes the others, and the sync as a whole fails. Event-loop only.
 */
final class BackendSync implements StateSyncer.Target {

	/** A pending call of the catalog. */
	private interface Step extends Supplier<CompletableFuture<@Nullable Void>> {

	}

	private final CatalogBackend backend;

	private final LocalState services;

	private final NodeRuntime runtime;

	private final long timeoutNanos;

	/** Runs calls of external catalogs, which may block. */
	private final Executor calls;

	/** The revision of each service in the catalog. */
	private final Map<String, Long> held = new HashMap<>();

	/** Services that the catalog may hold but should not. */
	private final TreeSet<String> deletes = new TreeSet<>();

	BackendSync(CatalogBackend backend, LocalState services, NodeRuntime runtime, CatalogConfig.Sync config,
			Executor calls) {
		this.calls = calls;
		this.backend = backend;
		this.services = services;
		this.runtime = runtime;
		this.timeoutNanos = config.timeout().toNanos();
	}

	/** Marks a deregistered service for deletion. */
	void deregistered(String id) {
		this.held.remove(id);
		this.deletes.add(id);
	}

	/** Forgets the deletion of a service that was registered again. */
	void registered(String id) {
		// the new registration replaces the old one in the catalog
		this.deletes.remove(id);
	}

	boolean isInSync(String id, long revision) {
		Long known = this.held.get(id);
		return known != null && known == revision;
	}

	int pendingDeletes() {
		return this.deletes.size();
	}

	@Override
	public CompletableFuture<@Nullable Void> syncFull() {
		return limited(this.backend::list).thenComposeAsync((remote) -> {
			compare(remote);
			List<Step> confirmations = new ArrayList<>();
			for (LocalState.Local local : this.services.all()) {
				if (isInSync(local.id(), local.revision())) {
					confirmations.add(() -> limited(() -> this.backend.confirm(local.entry())));
				}
			}
			return make(confirmations, null).handle((ok, failure) -> failure)
				.thenComposeAsync((failure) -> make(changes(), failure), this.runtime::execute);
		}, this.runtime::execute);
	}

	@Override
	public CompletableFuture<@Nullable Void> syncChanges() {
		return make(changes(), null);
	}

	/** Compares the local services with the catalog, in both directions. */
	private void compare(Collection<ServiceEntry> remote) {
		Map<String, ServiceEntry> there = new HashMap<>();
		remote.forEach((entry) -> there.put(entry.service().id(), entry));
		there.keySet().forEach((id) -> {
			if (this.services.find(id) == null) {
				this.deletes.add(id);
			}
		});
		// already deleted
		this.deletes.removeIf((id) -> !there.containsKey(id));
		for (LocalState.Local local : this.services.all()) {
			if (local.entry().equals(there.get(local.id()))) {
				this.held.put(local.id(), local.revision());
			}
			else {
				this.held.remove(local.id());
			}
		}
		this.services.publish();
	}

	private List<Step> changes() {
		List<Step> steps = new ArrayList<>();
		for (String id : this.deletes) {
			steps.add(() -> delete(id));
		}
		for (LocalState.Local local : this.services.all()) {
			if (!isInSync(local.id(), local.revision())) {
				steps.add(() -> register(local.id()));
			}
		}
		return steps;
	}

	private CompletableFuture<@Nullable Void> delete(String id) {
		if (!this.deletes.contains(id)) {
			return CompletableFuture.completedFuture(null);
		}
		return limited(() -> this.backend.deregister(id)).thenAcceptAsync((done) -> {
			if (this.services.find(id) == null) {
				this.deletes.remove(id);
			}
			this.services.publish();
		}, this.runtime::execute);
	}

	private CompletableFuture<@Nullable Void> register(String id) {
		LocalState.Local local = this.services.find(id);
		if (local == null) {
			return CompletableFuture.completedFuture(null);
		}
		long revision = local.revision();
		return limited(() -> this.backend.register(local.entry())).thenAcceptAsync((done) -> {
			if (this.services.find(id) != null) {
				this.held.put(id, revision);
			}
			this.services.publish();
		}, this.runtime::execute);
	}

	/** Makes calls one after the other; fails with the first failure. */
	private CompletableFuture<@Nullable Void> make(List<Step> steps, @Nullable Throwable failed) {
		CompletableFuture<@Nullable Void> all = new CompletableFuture<>();
		next(new ArrayDeque<>(steps), failed, all);
		return all;
	}

	private void next(Deque<Step> steps, @Nullable Throwable failed, CompletableFuture<@Nullable Void> all) {
		Step step = steps.poll();
		if (step == null) {
			if (failed != null) {
				all.completeExceptionally(failed);
			}
			else {
				all.complete(null);
			}
			return;
		}
		step.get()
			.whenComplete(
					(ok, failure) -> this.runtime.execute(() -> next(steps, (failed != null) ? failed : failure, all)));
	}

	/** Calls the catalog with a time-out. */
	private <T> CompletableFuture<T> limited(Supplier<CompletableFuture<T>> call) {
		CompletableFuture<T> limited = new CompletableFuture<>();
		this.calls.execute(() -> {
			CompletableFuture<T> made;
			try {
				made = call.get();
			}
			catch (RuntimeException ex) {
				made = CompletableFuture.failedFuture(ex);
			}
			made.whenComplete((value, failure) -> {
				if (failure != null) {
					limited.completeExceptionally(failure);
				}
				else {
					limited.complete(value);
				}
			});
		});
		if (!limited.isDone()) {
			this.runtime.schedule(this.timeoutNanos, () -> limited.completeExceptionally(
					new TimeoutException("Catalog '" + this.backend.name() + "' did not answer in time")));
		}
		return limited;
	}

}
