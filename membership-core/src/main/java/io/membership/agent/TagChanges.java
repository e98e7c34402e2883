package io.membership.agent;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Changes some of the tags. Serialises changes, so that concurrent clients do not undo
 * each other's. Thread-safe.
 */
final class TagChanges {

	private final RpcTarget target;

	private CompletableFuture<?> last = CompletableFuture.completedFuture(Boolean.TRUE);

	TagChanges(RpcTarget target) {
		this.target = target;
	}

	/**
	 * Changes tags.
	 * @param set tags to set
	 * @param delete names of the tags to remove, unless they are also set
	 * @return completes when the change is queued for gossip
	 */
	synchronized CompletableFuture<?> change(Map<String, String> set, Collection<String> delete) {
		this.last = this.last.handle((done, failure) -> Boolean.TRUE).thenCompose((before) -> apply(set, delete));
		return this.last;
	}

	private CompletableFuture<Void> apply(Map<String, String> set, Collection<String> delete) {
		Map<String, String> tags = new TreeMap<>(this.target.tags());
		tags.keySet().removeAll(delete);
		tags.putAll(set);
		return this.target.tags(tags);
	}

}
