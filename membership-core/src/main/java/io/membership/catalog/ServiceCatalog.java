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
 * The catalog of the cluster as this member has it: who runs what, and how healthy it is.
 * Every method may be called from any thread, never blocks, and answers from memory; what
 * is returned is immutable.
 * <p>
 * Nothing in here ever waits for a server, and nothing becomes empty because this member
 * has lost the others: see {@link CatalogConfig.Preservation}.
 */
public final class ServiceCatalog {

	/** Set when the member is running. */
	private volatile @Nullable Open open;

	private record Open(CatalogView view, NodeRuntime runtime, BooleanSupplier stalled, MailboxFigures figures) {
	}

	ServiceCatalog() {
	}

	void opened(CatalogView view, NodeRuntime runtime, BooleanSupplier stalled, MailboxFigures figures) {
		this.open = new Open(view, runtime, stalled, figures);
	}

	/**
	 * The names of all services that have an instance, in whatever health.
	 * @return the names, sorted
	 */
	public Set<String> services() {
		Open current = this.open;
		return (current != null) ? new TreeSet<>(current.view().services().keySet()) : Set.of();
	}

	/**
	 * All instances of a service, and whether that is the last known list.
	 * @param name name of the service
	 * @return the instances, sorted by member and id; none if the service is not known
	 */
	public ServiceView service(String name) {
		Open current = this.open;
		if (current == null) {
			return new ServiceView(name, List.of(), false);
		}
		return new ServiceView(name, current.view().services().getOrDefault(name, List.of()),
				current.view().isHeld(name) || current.stalled().getAsBoolean());
	}

	/**
	 * All instances of a service, in whatever health.
	 * @param name name of the service
	 * @return the instances, sorted by member and id
	 */
	public List<ServiceInstance> instances(String name) {
		return service(name).instances();
	}

	/**
	 * The instances of a service that may be used.
	 * @param name name of the service
	 * @return those that are passing, sorted by member and id
	 */
	public List<ServiceInstance> passing(String name) {
		return service(name).passing();
	}

	/**
	 * Whether a list of the catalog is the last known one, or this member was itself
	 * stalled a moment ago.
	 * @return whether there is reason to doubt what is seen
	 */
	public boolean isStale() {
		Open current = this.open;
		return current != null && (current.view().isAnythingHeld() || current.stalled().getAsBoolean());
	}

	/**
	 * Counts instances.
	 * @param status their health
	 * @return how many, of all services
	 */
	public int count(HealthStatus status) {
		Open current = this.open;
		return (current != null) ? current.view().count(status) : 0;
	}

	/**
	 * Adds a listener. It is told of every instance that is there already, as registered,
	 * and of all changes from then on.
	 * @param listener is told what changes, on another thread, one event at a time
	 * @return ends the subscription
	 * @throws IllegalStateException if the {@link ServiceDiscovery} was not started
	 */
	public Subscription subscribe(CatalogListener listener) {
		Subscription subscription = subscribePaused(listener);
		subscription.resume();
		return subscription;
	}

	/**
	 * Adds a listener that is not told anything before {@link Subscription#resume()}.
	 * Several changes of an instance until then are told as one.
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
