package io.membership.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.membership.cluster.channel.ChannelMember;
import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The readers' view: the records of the owners combined with the membership. Services of
 * a failed member are critical, regardless of its record; services of a removed member
 * disappear. The view never changes a record, so it recovers when the member returns.
 * <p>
 * The event loop maintains it; readers on other threads see immutable instances, and an
 * index that is rebuilt at most once per change, when a reader asks for it.
 */
final class CatalogView {

	private static final long HELD_CHECK_NANOS = 1_000_000_000L;

	/** Key of an instance: a member and a service id. */
	record Key(String member, String id) implements Comparable<Key> {

		@Override
		public int compareTo(Key other) {
			int members = this.member.compareTo(other.member);
			return (members != 0) ? members : this.id.compareTo(other.id);
		}

	}

	private record Index(long version, Map<String, List<CatalogInstance>> services, Set<String> held) {
	}

	private final CatalogReplica replica;

	private final NodeRuntime runtime;

	private final SelfPreservation preservation;

	private final String self;

	private final BooleanSupplier stalled;

	/** Failure time of each failed member. Event loop only. */
	private final Map<String, Long> failedAt = new HashMap<>();

	/** The instances of each member by id. Event loop only. */
	private final Map<String, Map<String, CatalogInstance>> byOwner = new HashMap<>();

	/** The members that run instances of each service. Event loop only. */
	private final Map<String, TreeSet<Key>> byService = new HashMap<>();

	/** The instances that readers see. */
	private final Map<Key, CatalogInstance> instances = new ConcurrentHashMap<>();

	private final AtomicLong version = new AtomicLong();

	private final List<CatalogSubscription> listeners = new CopyOnWriteArrayList<>();

	private volatile Set<String> held = Set.of();

	private volatile Index index = new Index(0, Map.of(), Set.of());

	private boolean checking;

	CatalogView(CatalogReplica replica, NodeRuntime runtime, CatalogConfig.Preservation preservation, String self,
			BooleanSupplier stalled) {
		this.replica = replica;
		this.runtime = runtime;
		this.preservation = new SelfPreservation(preservation);
		this.self = self;
		this.stalled = stalled;
	}

	/** Handles a change of an owner or its record. Event loop only. */
	void changed(String owner) {
		ChannelMember member = this.replica.member(owner);
		boolean failed = member != null && member.hasFailed();
		if (failed) {
			this.failedAt.putIfAbsent(owner, this.runtime.nanoTime());
		}
		else {
			this.failedAt.remove(owner);
		}
		Map<String, CatalogInstance> before = this.byOwner.getOrDefault(owner, Map.of());
		Map<String, ServiceEntry> entries = published(owner);
		Set<String> services = new HashSet<>();
		before.values().forEach((instance) -> services.add(instance.service().name()));
		entries.values().forEach((entry) -> services.add(entry.service().name()));
		for (Map.Entry<String, CatalogInstance> old : before.entrySet()) {
			ServiceEntry entry = entries.get(old.getKey());
			String name = old.getValue().service().name();
			if (entry == null || !entry.service().name().equals(name)) {
				Objects.requireNonNull(this.byService.get(name)).remove(new Key(owner, old.getKey()));
			}
		}
		entries.forEach((id, entry) -> this.byService.computeIfAbsent(entry.service().name(), (key) -> new TreeSet<>())
			.add(new Key(owner, id)));
		for (String service : services) {
			if (look(service)) {
				refreshFailed(service);
			}
		}
		refresh(owner, entries);
	}

	private Map<String, ServiceEntry> published(String owner) {
		OwnerRecord record = this.replica.record(owner);
		Map<String, ServiceEntry> entries = new TreeMap<>();
		if (record != null && (this.replica.member(owner) != null || owner.equals(this.self))) {
			// an entry that replaces another one of its id has the larger number
			record.entries().forEach((stored) -> entries.put(stored.entry().service().id(), stored.entry()));
		}
		return entries;
	}

	/** Refreshes the instances of one owner. */
	private void refresh(String owner, Map<String, ServiceEntry> entries) {
		Map<String, CatalogInstance> before = this.byOwner.getOrDefault(owner, Map.of());
		Map<String, CatalogInstance> after = new TreeMap<>();
		entries.forEach((id, entry) -> after.put(id, instance(owner, entry)));
		if (after.isEmpty()) {
			this.byOwner.remove(owner);
		}
		else {
			this.byOwner.put(owner, after);
		}
		before.forEach((id, instance) -> {
			if (!after.containsKey(id)) {
				set(new Key(owner, id), null);
			}
		});
		after.forEach((id, instance) -> {
			if (!instance.equals(before.get(id))) {
				set(new Key(owner, id), instance);
			}
		});
	}

	private CatalogInstance instance(String owner, ServiceEntry entry) {
		ServiceDefinition service = entry.service();
		ChannelMember member = this.replica.member(owner);
		if (service.address().isEmpty() && member != null) {
			service = service.withAddress(member.address().getAddress().getHostAddress());
		}
		boolean failed = this.failedAt.containsKey(owner);
		boolean stale = failed && this.preservation.isHeld(service.name());
		return new CatalogInstance(owner, service, (failed && !stale) ? HealthStatus.CRITICAL : entry.health(), stale);
	}

	private void set(Key key, @Nullable CatalogInstance instance) {
		if (instance == null) {
			this.instances.remove(key);
		}
		else {
			this.instances.put(key, instance);
		}
		this.version.incrementAndGet();
		this.listeners.forEach((listener) -> listener.changed(key));
	}

	/** Decides again whether a list is kept; returns whether the decision changed. */
	private boolean look(String service) {
		boolean before = this.preservation.isHeld(service);
		TreeSet<Key> keys = this.byService.getOrDefault(service, new TreeSet<>());
		if (keys.isEmpty()) {
			this.byService.remove(service);
		}
		long[] failures = keys.stream()
			.map((key) -> this.failedAt.get(key.member()))
			.filter(Objects::nonNull)
			.mapToLong(Long::longValue)
			.toArray();
		this.preservation.look(service, keys.size() - failures.length, failures, isAlone(), this.stalled.getAsBoolean(),
				this.runtime.nanoTime());
		boolean after = this.preservation.isHeld(service);
		if (before != after) {
			this.held = this.preservation.services();
			this.version.incrementAndGet();
		}
		if (after && !this.checking) {
			this.checking = true;
			this.runtime.schedule(HELD_CHECK_NANOS, this::checkHeld);
		}
		return before != after;
	}

	private void checkHeld() {
		for (String service : this.preservation.services()) {
			if (look(service)) {
				refreshFailed(service);
			}
		}
		this.checking = !this.preservation.services().isEmpty();
		if (this.checking) {
			this.runtime.schedule(HELD_CHECK_NANOS, this::checkHeld);
		}
	}

	private void refreshFailed(String service) {
		Set<String> owners = new TreeSet<>();
		this.byService.getOrDefault(service, new TreeSet<>()).forEach((key) -> {
			if (this.failedAt.containsKey(key.member())) {
				owners.add(key.member());
			}
		});
		owners.forEach((owner) -> refresh(owner, published(owner)));
	}

	/** Returns whether other members were present and none is any more. */
	private boolean isAlone() {
		boolean failed = false;
		for (ChannelMember member : this.replica.members()) {
			if (!member.name().equals(this.self)) {
				if (member.isPresent()) {
					return false;
				}
				failed |= member.hasFailed();
			}
		}
		return failed;
	}

	// any thread

	@Nullable CatalogInstance get(Key key) {
		return this.instances.get(key);
	}

	List<Key> keys() {
		return this.instances.keySet().stream().sorted().toList();
	}

	Map<String, List<CatalogInstance>> services() {
		return index().services();
	}

	boolean isHeld(String service) {
		return index().held().contains(service);
	}

	boolean isAnythingHeld() {
		return !this.held.isEmpty();
	}

	int count(HealthStatus status) {
		return (int) this.instances.values().stream().filter((instance) -> instance.health() == status).count();
	}

	void add(CatalogSubscription listener) {
		this.listeners.add(listener);
	}

	void remove(CatalogSubscription listener) {
		this.listeners.remove(listener);
	}

	private Index index() {
		Index current = this.index;
		// read the version first: changes while the index is built trigger a later
		// rebuild
		long wanted = this.version.get();
		if (current.version() == wanted) {
			return current;
		}
		Set<String> heldNow = this.held;
		Map<String, List<CatalogInstance>> services = new TreeMap<>();
		for (Key key : keys()) {
			CatalogInstance instance = this.instances.get(key);
			if (instance != null) {
				services.computeIfAbsent(instance.service().name(), (name) -> new ArrayList<>()).add(instance);
			}
		}
		services.replaceAll((name, list) -> List.copyOf(list));
		Index built = new Index(wanted, Collections.unmodifiableMap(services), heldNow);
		this.index = built;
		return built;
	}

}
