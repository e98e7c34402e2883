package io.membership.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.membership.catalog.CatalogConfig.Preservation;

/**
 * Decides of which services the last known list is kept (Eureka's idea). It is more
 * likely that this member has lost the others than that most instances of a service have
 * died in the same half minute; and a list of which some instances do not answer is of
 * more use than an empty one. Confined to the event loop.
 */
final class SelfPreservation {

	/** A list that is kept. */
	private record Held(long since, long until) {
	}

	private final Preservation config;

	private final Map<String, Held> held = new HashMap<>();

	SelfPreservation(Preservation config) {
		this.config = config;
	}

	boolean isHeld(String service) {
		return this.held.containsKey(service);
	}

	/** The services of which the list is kept. */
	Set<String> services() {
		return Set.copyOf(this.held.keySet());
	}

	/**
	 * Looks at a service again.
	 * @param service its name
	 * @param present how many instances are on members that are there
	 * @param failedAt for each other one, when its member failed by the monotonic clock
	 * @param alone whether no other member is there
	 * @param stalled whether this member was itself stalled a moment ago
	 * @param now the monotonic clock
	 */
	void look(String service, int present, long[] failedAt, boolean alone, boolean stalled, long now) {
		if (!this.config.enabled() || failedAt.length == 0) {
			this.held.remove(service);
			return;
		}
		long window = this.config.window().toNanos();
		int recent = 0;
		for (long failed : failedAt) {
			recent += (now - failed <= window) ? 1 : 0;
		}
		boolean tooMany = recent >= this.config.minimum() && recent > this.config.share() * (present + recent);
		Held before = this.held.get(service);
		if (before == null) {
			if (recent > 0 && (tooMany || alone || stalled)) {
				this.held.put(service, new Held(now, now + (tooMany ? this.config.limit().toNanos() : window)));
			}
			return;
		}
		long until = before.until();
		if (tooMany) {
			until = later(until, before.since() + this.config.limit().toNanos());
		}
		if (alone) {
			// who is alone goes on with what it has, for as long as that lasts
			until = later(until, now + window);
		}
		if (now - until >= 0) {
			this.held.remove(service);
		}
		else {
			this.held.put(service, new Held(before.since(), until));
		}
	}

	private static long later(long one, long other) {
		return (one - other >= 0) ? one : other;
	}

}
