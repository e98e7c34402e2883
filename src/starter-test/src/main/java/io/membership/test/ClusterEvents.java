package io.membership.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.membership.spring.event.ClusterApplicationEvent;
import io.membership.spring.event.MembershipEvent;
import io.membership.spring.event.NameConflictEvent;
import io.membership.spring.event.QueryEvent;
import io.membership.spring.event.ServiceEvent;
import io.membership.spring.event.UserEvent;
import org.assertj.core.api.AssertProvider;

import org.springframework.context.ApplicationEvent;

/**
 * The events of the cluster that the application has published, in order, since the
 * beginning of the test method.
 * <p>
 * Events arrive on another thread, so the assertions that expect an event wait for it:
 * {@code assertThat(events).containsJoined("member-1")}. An event is recorded when the
 * application's own {@code @EventListener} methods have run, unless they run
 * asynchronously. Thread-safe.
 */
public final class ClusterEvents implements AssertProvider<ClusterEventsAssert> {

	private final List<ApplicationEvent> events = new ArrayList<>();

	private final Map<String, MembershipEvent> latest = new HashMap<>();

	ClusterEvents() {
	}

	/** Records an event, if it is one of the cluster. */
	synchronized void add(ApplicationEvent event) {
		if (event instanceof MembershipEvent change) {
			this.latest.put(change.getMember().name(), change);
			this.events.add(event);
		}
		else if (event instanceof ClusterApplicationEvent || event instanceof ServiceEvent) {
			this.events.add(event);
		}
		notifyAll();
	}

	/**
	 * Returns all events.
	 * @return a copy, in order
	 */
	public synchronized List<ApplicationEvent> all() {
		return List.copyOf(this.events);
	}

	/**
	 * Returns the events of a type.
	 * @param <E> type of the events
	 * @param type the type, such as {@code MemberFailedEvent}
	 * @return a copy, in order
	 */
	public <E extends ApplicationEvent> List<E> of(Class<E> type) {
		return all().stream().filter(type::isInstance).map(type::cast).toList();
	}

	/**
	 * Returns the events in words.
	 * @return for example {@code member-1 joined}, {@code event deploy},
	 * {@code query load} or {@code service stock registered}, in order
	 */
	public List<String> texts() {
		return all().stream().map(ClusterEvents::text).toList();
	}

	private static String text(ApplicationEvent event) {
		if (event instanceof MembershipEvent change) {
			return change.getMember().name() + " " + kind(change, "Member");
		}
		if (event instanceof UserEvent user) {
			return "event " + user.getName();
		}
		if (event instanceof QueryEvent query) {
			return "query " + query.getName();
		}
		if (event instanceof ServiceEvent service) {
			return "service " + service.getServiceName() + " " + kind(service, "Service");
		}
		return (event instanceof NameConflictEvent) ? "name conflict" : event.toString();
	}

	/** For example {@code joined} of {@code MemberJoinedEvent}. */
	private static String kind(ApplicationEvent event, String prefix) {
		String name = event.getClass().getSimpleName();
		return name.substring(prefix.length(), name.length() - "Event".length()).toLowerCase(Locale.ROOT);
	}

	/** The latest change of a member, even of before this test method. */
	synchronized Optional<MembershipEvent> latest(String member) {
		return Optional.ofNullable(this.latest.get(member));
	}

	/** Forgets the events so far, as each test method does at its beginning. */
	public synchronized void clear() {
		this.events.clear();
	}

	/**
	 * Waits until the texts contain others in this order, possibly with further ones in
	 * between.
	 */
	synchronized boolean await(List<String> wanted, Duration limit) throws InterruptedException {
		long end = System.nanoTime() + limit.toNanos();
		while (!contains(wanted)) {
			long left = (end - System.nanoTime()) / 1_000_000;
			if (left <= 0) {
				return false;
			}
			wait(left);
		}
		return true;
	}

	private boolean contains(List<String> wanted) {
		int found = 0;
		for (String text : texts()) {
			if (found < wanted.size() && text.equals(wanted.get(found))) {
				found++;
			}
		}
		return found == wanted.size();
	}

	@Override
	public ClusterEventsAssert assertThat() {
		return new ClusterEventsAssert(this);
	}

	@Override
	public String toString() {
		return texts().toString();
	}

}
