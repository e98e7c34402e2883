package io.membership.catalog;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A catalog that the services of this member are kept in. The one that is gossiped is
 * always there; others, as a {@linkplain ConsulCatalogBackend real Consul}, can be kept
 * in sync too. What they do is always about this member only: a backend must never list
 * or touch what others have registered.
 * <p>
 * Called off the event loop, one call at a time, unless one has not answered in time. The
 * futures may be completed on any thread.
 */
public interface CatalogBackend {

	/**
	 * A short name for logs and metrics.
	 * @return the name
	 */
	String name();

	/**
	 * What the catalog holds of this member.
	 * @return its services, in any order; fails if the catalog is not reached
	 */
	CompletableFuture<Collection<ServiceEntry>> list();

	/**
	 * Puts a service of this member into the catalog, replacing one of the same id.
	 * @param entry the service and its health
	 * @return completes when the catalog has it
	 */
	CompletableFuture<@Nullable Void> register(ServiceEntry entry);

	/**
	 * Takes a service of this member out of the catalog.
	 * @param id id of the service
	 * @return completes when the catalog does not have it any more, also if it never had
	 */
	CompletableFuture<@Nullable Void> deregister(String id);

	/**
	 * In a full sync, the catalog holds a service as it should be. For catalogs whose
	 * entries expire unless somebody says so.
	 * @param entry the service and its health
	 * @return completes when the catalog knows
	 */
	default CompletableFuture<@Nullable Void> confirm(ServiceEntry entry) {
		return CompletableFuture.completedFuture(null);
	}

}
