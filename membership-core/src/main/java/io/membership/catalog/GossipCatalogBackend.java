package io.membership.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/** The gossiped catalog. Event-loop only. */
final class GossipCatalogBackend implements CatalogBackend {

	private final CatalogReplica replica;

	GossipCatalogBackend(CatalogReplica replica) {
		this.replica = replica;
	}

	@Override
	public String name() {
		return "gossip";
	}

	@Override
	public CompletableFuture<Collection<ServiceEntry>> list() {
		List<ServiceEntry> entries = new ArrayList<>();
		this.replica.own().entries().forEach((stored) -> entries.add(stored.entry()));
		return CompletableFuture.completedFuture(entries);
	}

	@Override
	public CompletableFuture<@Nullable Void> register(ServiceEntry entry) {
		this.replica.publish(entry);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletableFuture<@Nullable Void> deregister(String id) {
		if (this.replica.own().find(id) != null) {
			this.replica.withdraw(id);
		}
		return CompletableFuture.completedFuture(null);
	}

}
