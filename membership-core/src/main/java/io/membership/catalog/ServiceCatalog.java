package io.membership.catalog;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

import io.membership.Subscription;
import io.membership.runtime.LimitedExecutor;
import io.membership.runtime.MailboxFigures;
import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The catalog of the cluster in this member's view: the services of all members and their
 * health. Every method may be called from any thread, never blocks, and answers from
 * memory; results are immutable.
 * <p>
 * No call waits for a server, and lists do not become empty because this member has lost
 * contact: see {@link CatalogConfig.Preservation}.
 */
public final class ServiceCatalog {

	/** Set once the member is running. */
	private volatile @Nullable Open open;

	private record Open(CatalogView view, NodeRuntime runtime, BooleanSupplier stalled, MailboxFigures figures) {
	}

	ServiceCatalog() {
	}

	void opened(CatalogView view, NodeRuntime runtime, BooleanSupplier stalled, MailboxFigures figures) {
		this.open = new Open(view, runtime, stalled, figures);
	}

	/**
	 * Returns the names of all services with an instance, of any health.
	 * @return the names, sorted
	 */
	public Set<String> services() {
		Open current = this.open;
		return (current != null) ? new TreeSet<>(current.view().services().keySet()) : Set.of();
	}

	/**
	 * Returns all instances of a service, and whether the list is the last known one.
	 * @param name name of the service
	 * @return the instances, sorted by member and id; none if the service is unknown
	 */
	public CatalogService service(String name) {
		Open current = this.open;
		if (current == null) {
			return new CatalogService(name, List.of(), false);
		}
		return new CatalogService(name, current.view().services().getOrDefault(name, List.of()),
				current.view().isHeld(name) || current.stalled().getAsBoolean());
	}

	/**
	 * Returns all instances of a service, of any health.
	 * @param name name of the service
	 * @return the instances, sorted by member and id
	 */
	public List<CatalogInstance> instances(String name) {
		return service(name).instances();
	}

	/**
	 * Returns the usable instances of a service.
	 * @param name name of the service
	 * @return the passing instances, sorted by member and id
	 */
	public List<CatalogInstance> passing(String name) {
		return service(name).passing();
	}

	/**
	 * Returns whether a list of the catalog is the last known one, or this member was
	 * stalled recently.
	 * @return whether the catalog may be out of date
	 */
	public boolean isStale() {
		Open current = this.open;
		return current != null && (current.view().isAnythingHeld() || current.stalled().getAsBoolean());
	}

	/**
	 * Counts instances.
	 * @param status their health
	 * @return the number, of all services
	 */
	public int count(HealthStatus status) {
		Open current = this.open;
		return (current != null) ? current.view().count(status) : 0;
	}

	/**
	 * Adds a listener. It first receives every present instance as registered, and then
	 * all changes.
	 * @param listener called on another thread, one event at a time
	 * @return ends the subscription
	 * @throws IllegalStateException if the {@link ServiceDiscovery} was not started
	 */
	public Subscription subscribe(CatalogListener listener) {
		Subscription subscription = subscribePaused(listener);
		subscription.resume();
		return subscription;
	}

	/**
	 * Adds a listener that receives nothing before {@link Subscription#resume()}. Changes
	 * of an instance before that are delivered as one.
	 * @param listener as for {@link #subscribe}
	 * @return resumes and ends the subscription
	 * @throws IllegalStateException if the {@link ServiceDiscovery} was not started
	 */
	public Subscription subscribePaused(CatalogListener listener) {
		Open current = this.open;
		if (current == null) {
			throw new IllegalStateException("The services of this member were not started");
		}
		NodeRuntime runtime = current.runtime();
		CatalogSubscription added = new CatalogSubscription(current.view(), listener,
				new LimitedExecutor(runtime.blocking(), 1), current.figures(), runtime::nanoTime);
		added.pause();
		current.view().add(added);
		current.view().keys().forEach(added::changed);
		return new Subscription() {

			@Override
			public void resume() {
				added.resume();
			}

			@Override
			public void close() {
				current.view().remove(added);
				added.close();
			}

		};
	}

}
