package io.membership.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.membership.catalog.CatalogConfig.Preservation;

/**
 * Decides for which services the last known list is kept (Eureka's idea). It is more
 * likely that this member has lost contact than that most instances of a service have
 * died within half a minute, and a list with some dead instances is more useful than an
 * empty one. Event-loop only.
 */
final class SelfPreservation {

	/** A kept list. */
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

	/** The services whose list is kept. */
	Set<String> services() {
		return Set.copyOf(this.held.keySet());
	}

	/**
	 * Decides again for a service.
	 * @param service its name
	 * @param present number of instances on present members
	 * @param failedAt for each other instance the failure time of its member, by the
	 * monotonic clock
	 * @param alone whether no other member is present
	 * @param stalled whether this member was stalled recently
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
			// a member that is alone keeps its lists for as long as it is alone
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
