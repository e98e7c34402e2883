package io.membership.catalog;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A catalog that the services of this member are kept in. The gossiped catalog always
 * exists; others, such as a {@linkplain ConsulCatalogBackend real Consul}, can be kept in
 * sync as well. All operations concern this member only: a backend must never list or
 * change services that other members have registered.
 * <p>
 * Called off the event loop, one call at a time, unless a call has timed out. The futures
 * may complete on any thread.
 */
public interface CatalogBackend {

	/**
	 * Returns a short name for logs and metrics.
	 * @return the name
	 */
	String name();

	/**
	 * Lists the services of this member in the catalog.
	 * @return the services, in any order; fails if the catalog cannot be reached
	 */
	CompletableFuture<Collection<ServiceEntry>> list();

	/**
	 * Registers a service of this member, replacing one with the same id.
	 * @param entry the service and its health
	 * @return completes when the catalog holds it
	 */
	CompletableFuture<@Nullable Void> register(ServiceEntry entry);

	/**
	 * Removes a service of this member.
	 * @param id id of the service
	 * @return completes when the catalog no longer holds it, also if it never did
	 */
	CompletableFuture<@Nullable Void> deregister(String id);

	/**
	 * Confirms in a full sync that a service in the catalog is still valid. For catalogs
	 * whose entries expire without confirmation.
	 * @param entry the service and its health
	 * @return completes when the catalog has been notified
	 */
	default CompletableFuture<@Nullable Void> confirm(ServiceEntry entry) {
		return CompletableFuture.completedFuture(null);
	}

}
