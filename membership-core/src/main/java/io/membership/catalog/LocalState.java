package io.membership.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The services of this member: registrations, check results, and the sync state of each
 * catalog. This is the authority; the syncers bring every catalog into agreement with it.
 * Event-loop only; readers on other threads see the last published snapshot.
 */
final class LocalState {

	/** A registered service. */
	static final class Local {

		private ServiceRegistration registration;

		/** The health set by the application. */
		private HealthStatus said;

		private final Map<String, CheckResult> results = new LinkedHashMap<>();

		private ServiceEntry entry;

		/** Increases with every change of the entry. */
		private long revision;

		/** Identifies the registration, so that timers of an earlier one are ignored. */
		private final long life;

		private Local(ServiceRegistration registration, long life) {
			this.registration = registration;
			this.said = registration.health();
			this.entry = new ServiceEntry(registration.service(), registration.health());
			this.life = life;
		}

		String id() {
			return this.entry.service().id();
		}

		ServiceEntry entry() {
			return this.entry;
		}

		long revision() {
			return this.revision;
		}

		long life() {
			return this.life;
		}

		ServiceRegistration registration() {
			return this.registration;
		}

	}

	private final NodeRuntime runtime;

	private final CatalogConfig.Limits limits;

	private final Map<String, Local> services = new TreeMap<>();

	private final List<BackendSync> backends = new ArrayList<>();

	private final List<StateSyncer> syncers = new ArrayList<>();

	private final List<Runnable> waitingForSync = new ArrayList<>();

	private long revisions;

	private volatile Map<String, LocalService> view = Map.of();

	private volatile int outOfSync;

	LocalState(NodeRuntime runtime, CatalogConfig.Limits limits) {
		this.runtime = runtime;
		this.limits = limits;
	}

	void add(BackendSync backend, StateSyncer syncer) {
		this.backends.add(backend);
		this.syncers.add(syncer);
	}

	/**
	 * Registers a service, replacing one with the same id.
	 * @throws IllegalArgumentException if there are too many services, or it is too large
	 */
	Local register(ServiceRegistration registration) {
		String id = registration.service().id();
		Local before = this.services.get(id);
		if (before == null && this.services.size() >= this.limits.services()) {
			throw new IllegalArgumentException("There are " + this.limits.services() + " services already, the limit");
		}
		checkBytes(id, EntryCodec.encodeChecked(new ServiceEntry(registration.service(), registration.health()),
				this.limits).length);
		Local local = new Local(registration, ++this.revisions);
		for (CheckDefinition check : registration.checks()) {
			local.results.put(check.id(),
					new CheckResult(check.id(), HealthStatus.CRITICAL, "not checked yet", this.runtime.wallClock()));
		}
		this.services.put(id, local);
		this.backends.forEach((backend) -> backend.registered(id));
		local.revision = (before != null) ? before.revision : 0;
		if (before != null) {
			// an unchanged entry stays in sync
			local.entry = before.entry;
		}
		update(local, before == null);
		return local;
	}

	private void checkBytes(String id, int bytes) {
		int sum = bytes;
		for (Local local : this.services.values()) {
			if (!local.id().equals(id)) {
				sum += EntryCodec.encode(local.entry()).length;
			}
		}
		if (sum > this.limits.memberBytes()) {
			throw new IllegalArgumentException(
					"All services together have " + sum + " bytes, and the limit is " + this.limits.memberBytes());
		}
	}

	boolean deregister(String id) {
		if (this.services.remove(id) == null) {
			return false;
		}
		this.backends.forEach((backend) -> backend.deregistered(id));
		changed();
		return true;
	}

	/** Sets the health of a service on behalf of the application. */
	void say(Local local, HealthStatus health) {
		local.said = health;
		update(local, false);
	}

	/** Sets the result of a check. */
	void report(Local local, String checkId, HealthStatus status, String output) {
		CheckResult before = local.results.get(checkId);
		if (before == null) {
			return;
		}
		boolean same = before.status() == status;
		local.results.put(checkId,
				new CheckResult(checkId, status, output, same ? before.since() : this.runtime.wallClock()));
		update(local, false);
	}

	@Nullable Local find(String id) {
		return this.services.get(id);
	}

	Collection<Local> all() {
		return List.copyOf(this.services.values());
	}

	/** Runs a callback once all catalogs are in sync. */
	void whenInSync(Runnable then) {
		if (this.outOfSync == 0) {
			then.run();
		}
		else {
			this.waitingForSync.add(then);
		}
	}

	/** Publishes a snapshot to readers. */
	void publish() {
		Map<String, LocalService> seen = new TreeMap<>();
		int wrong = this.backends.stream().mapToInt(BackendSync::pendingDeletes).sum();
		for (Local local : this.services.values()) {
			boolean inSync = this.backends.stream().allMatch((backend) -> backend.isInSync(local.id(), local.revision));
			wrong += inSync ? 0 : 1;
			seen.put(local.id(), new LocalService(local.entry.service(), local.entry.health(),
					new ArrayList<>(local.results.values()), inSync));
		}
		this.view = seen;
		this.outOfSync = wrong;
		if (wrong == 0 && !this.waitingForSync.isEmpty()) {
			List<Runnable> waiting = List.copyOf(this.waitingForSync);
			this.waitingForSync.clear();
			waiting.forEach(Runnable::run);
		}
	}

	private void update(Local local, boolean isNew) {
		HealthStatus health = local.said;
		for (CheckResult result : local.results.values()) {
			health = health.worse(result.status());
		}
		ServiceEntry entry = new ServiceEntry(local.registration.service(), health);
		if (isNew || !entry.equals(local.entry)) {
			local.entry = entry;
			local.revision = ++this.revisions;
			changed();
		}
		else {
			publish();
		}
	}

	private void changed() {
		publish();
		this.syncers.forEach(StateSyncer::changed);
	}

	// any thread

	Map<String, LocalService> view() {
		return this.view;
	}

	int outOfSync() {
		return this.outOfSync;
	}

}
