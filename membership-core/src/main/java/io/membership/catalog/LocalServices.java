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
 * The services of this member, for which it is the authority: what is registered here is
 * brought to the catalogs, and what a catalog says otherwise is put right there.
 * <p>
 * Every method may be called from any thread and never blocks. The futures complete off
 * the event loop when the agent has made the change, which is before any catalog has it;
 * {@link #whenInSync()} tells of that. A catalog that is not reached never makes one of
 * them fail.
 */
public final class LocalServices {

	private final ServiceDiscovery services;

	LocalServices(ServiceDiscovery services) {
		this.services = services;
	}

	/**
	 * Registers a service, replacing one of the same id.
	 * @param registration the service, its checks and its health to begin with
	 * @return completes when it is registered here; fails with an
	 * {@link IllegalArgumentException} if there are too many services or it is too large,
	 * and with an {@link IllegalStateException} if the member is not running
	 */
	public CompletableFuture<@Nullable Void> register(ServiceRegistration registration) {
		return call((parts) -> {
			AgentState.Local local = parts.agent().register(registration);
			parts.checks().start(local);
		});
	}

	/**
	 * Deregisters a service.
	 * @param id its id
	 * @return completes when it is not registered here any more, also if it never was
	 */
	public CompletableFuture<@Nullable Void> deregister(String id) {
		return call((parts) -> parts.agent().deregister(id));
	}

	/**
	 * Deregisters all services, as on the way out.
	 * @return completes when none is registered here any more
	 */
	public CompletableFuture<@Nullable Void> deregisterAll() {
		return call((parts) -> parts.agent().all().forEach((local) -> parts.agent().deregister(local.id())));
	}

	/**
	 * Says how healthy a service is. The service is as healthy as the worse of this and
	 * its checks.
	 * @param id its id
	 * @param health what the application says
	 * @return completes when the agent knows; fails with an
	 * {@link IllegalArgumentException} if there is no such service
	 */
	public CompletableFuture<@Nullable Void> setHealth(String id, HealthStatus health) {
		return call((parts) -> parts.agent().say(local(parts, id), health));
	}

	/**
	 * Reports the result of a {@linkplain CheckDefinition.Ttl check} that waits for it.
	 * @param id id of the service
	 * @param checkId id of the check
	 * @param status the result
	 * @param output a few words about it
	 * @return completes when the agent knows; fails with an
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
	 * The services of this member.
	 * @return a snapshot, sorted by id
	 */
	public List<AgentService> services() {
		ServiceDiscovery.Parts parts = this.services.parts();
		return (parts != null) ? List.copyOf(parts.agent().view().values()) : List.of();
	}

	/**
	 * Looks a service of this member up.
	 * @param id its id
	 * @return the service, if there is one
	 */
	public Optional<AgentService> service(String id) {
		ServiceDiscovery.Parts parts = this.services.parts();
		return (parts != null) ? Optional.ofNullable(parts.agent().view().get(id)) : Optional.empty();
	}

	/**
	 * Waits until every catalog holds what is true here now. If one is not reached, that
	 * may be never.
	 * @return completes when all is in sync
	 */
	public CompletableFuture<@Nullable Void> whenInSync() {
		return await((parts, then) -> parts.agent().whenInSync(then));
	}

	/**
	 * Waits until the latest changes have been gossiped as often as is needed for all
	 * members to have heard of them. With many members gone that may take long: limit it.
	 * @return completes when nothing waits to be gossiped
	 */
	public CompletableFuture<@Nullable Void> whenSpread() {
		return await((parts, then) -> parts.replica().whenSpread(then));
	}

	private static AgentState.Local local(ServiceDiscovery.Parts parts, String id) {
		AgentState.Local local = parts.agent().find(id);
		if (local == null) {
			throw new IllegalArgumentException("There is no service '" + SafeText.of(id) + "'");
		}
		return local;
	}

	private CompletableFuture<@Nullable Void> await(BiConsumer<ServiceDiscovery.Parts, Runnable> register) {
		return this.services.calls().call((result) -> {
			ServiceDiscovery.Parts parts = parts();
			// a change that was asked for just now is made and on its way first
			parts.runtime().execute(() -> register.accept(parts, () -> result.complete(null)));
		});
	}

	private CompletableFuture<@Nullable Void> call(Consumer<ServiceDiscovery.Parts> work) {
		return this.services.calls().call((result) -> {
			work.accept(parts());
			result.complete(null);
		});
	}

	/** On the event loop they exist: it gets calls only once they do. */
	private ServiceDiscovery.Parts parts() {
		return Objects.requireNonNull(this.services.parts(), "not started");
	}

}
