package io.membership.catalog;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.membership.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * The services of this member, which is the authority for them: the syncers bring
 * registrations to the catalogs, and correct a catalog that disagrees.
 * <p>
 * Every method may be called from any thread and never blocks. The futures complete off
 * the event loop when the change is made, before any catalog has the change;
 * {@link #whenInSync()} waits for the catalogs. An unreachable catalog never makes a
 * future fail.
 */
public final class LocalServices {

	private final ServiceDiscovery services;

	LocalServices(ServiceDiscovery services) {
		this.services = services;
	}

	/**
	 * Registers a service, replacing one with the same id.
	 * @param registration the service, its checks and its initial health
	 * @return completes when it is registered locally; fails with an
	 * {@link IllegalArgumentException} if there are too many services or it is too large,
	 * and with an {@link IllegalStateException} if the member is not running
	 */
	public CompletableFuture<@Nullable Void> register(ServiceRegistration registration) {
		return call((parts) -> {
			LocalState.Local local = parts.local().register(registration);
			parts.checks().start(local);
		});
	}

	/**
	 * Deregisters a service.
	 * @param id its id
	 * @return completes when it is no longer registered, also if it never was
	 */
	public CompletableFuture<@Nullable Void> deregister(String id) {
		return call((parts) -> parts.local().deregister(id));
	}

	/**
	 * Deregisters all services, for a shutdown.
	 * @return completes when none is registered any more
	 */
	public CompletableFuture<@Nullable Void> deregisterAll() {
		return call((parts) -> parts.local().all().forEach((local) -> parts.local().deregister(local.id())));
	}

	/**
	 * Sets the health of a service. The effective health is the worst of this and its
	 * checks.
	 * @param id its id
	 * @param health the health according to the application
	 * @return completes when the change is made; fails with an
	 * {@link IllegalArgumentException} if there is no such service
	 */
	public CompletableFuture<@Nullable Void> setHealth(String id, HealthStatus health) {
		return call((parts) -> parts.local().say(local(parts, id), health));
	}

	/**
	 * Reports the result of a {@linkplain CheckDefinition.Ttl TTL check}.
	 * @param id id of the service
	 * @param checkId id of the check
	 * @param status the result
	 * @param output a short description
	 * @return completes when the change is made; fails with an
	 * {@link IllegalArgumentException} if there is no such check
	 */
	public CompletableFuture<@Nullable Void> report(String id, String checkId, HealthStatus status, String output) {
		return call((parts) -> {
			if (!parts.checks().report(local(parts, id), checkId, status, SafeText.of(output))) {
				throw new IllegalArgumentException("Service '" + SafeText.of(id) + "' has no check '"
						+ SafeText.of(checkId) + "' that takes reports");
			}
		});
	}

	/**
	 * Returns the services of this member.
	 * @return a snapshot, sorted by id
	 */
	public List<LocalService> services() {
		ServiceDiscovery.Parts parts = this.services.parts();
		return (parts != null) ? List.copyOf(parts.local().view().values()) : List.of();
	}

	/**
	 * Returns a service of this member.
	 * @param id its id
	 * @return the service, if it exists
	 */
	public Optional<LocalService> service(String id) {
		ServiceDiscovery.Parts parts = this.services.parts();
		return (parts != null) ? Optional.ofNullable(parts.local().view().get(id)) : Optional.empty();
	}

	/**
	 * Waits until every catalog agrees with the local services. That may never happen if
	 * a catalog cannot be reached.
	 * @return completes when all catalogs are in sync
	 */
	public CompletableFuture<@Nullable Void> whenInSync() {
		return await((parts, then) -> parts.local().whenInSync(then));
	}

	/**
	 * Waits until the latest changes have been gossiped often enough to reach all
	 * members. That may take long when many members have failed: use a time-out.
	 * @return completes when no change waits for gossip
	 */
	public CompletableFuture<@Nullable Void> whenSpread() {
		return await((parts, then) -> parts.replica().whenSpread(then));
	}

	private static LocalState.Local local(ServiceDiscovery.Parts parts, String id) {
		LocalState.Local local = parts.local().find(id);
		if (local == null) {
			throw new IllegalArgumentException("There is no service '" + SafeText.of(id) + "'");
		}
		return local;
	}

	private CompletableFuture<@Nullable Void> await(BiConsumer<ServiceDiscovery.Parts, Runnable> register) {
		return this.services.calls().call((result) -> {
			ServiceDiscovery.Parts parts = parts();
			// a change requested just before goes first
			parts.runtime().execute(() -> register.accept(parts, () -> result.complete(null)));
		});
	}

	private CompletableFuture<@Nullable Void> call(Consumer<ServiceDiscovery.Parts> work) {
		return this.services.calls().call((result) -> {
			work.accept(parts());
			result.complete(null);
		});
	}

	/** Returns the parts, which exist before the event loop receives a call. */
	private ServiceDiscovery.Parts parts() {
		return Objects.requireNonNull(this.services.parts(), "not started");
	}

}
