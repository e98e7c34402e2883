package io.membership.agent;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.membership.SafeText;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.MemberEventType;

/**
 * Selects events in the notation of Serf's event handlers and of the stream command: a
 * comma-separated list of {@code member-join}, {@code member-leave}, {@code
 * member-failed}, {@code member-update}, {@code member-reap}, {@code user}, {@code
 * user:NAME}, {@code query}, {@code query:NAME} and {@code *} for all events. An event
 * matches if one of the terms names it. As in Serf, terms are not trimmed and names match
 * exactly. Immutable.
 */
public final class EventFilter {

	private static final String USER = "user";

	private static final String QUERY = "query";

	private static final String EVERYTHING = "*";

	/** Matches all events. */
	public static final EventFilter ALL = parse(EVERYTHING);

	private final Set<String> terms = new LinkedHashSet<>();

	private final Set<MemberEventType> memberEvents = EnumSet.noneOf(MemberEventType.class);

	private final Set<String> users = new HashSet<>();

	private final Set<String> queries = new HashSet<>();

	private EventFilter() {
	}

	/**
	 * Parses a filter.
	 * @param text the list; empty matches all events
	 * @return the filter
	 * @throws IllegalArgumentException if a term is not a kind of event; the message
	 * names it, escaped
	 */
	public static EventFilter parse(String text) {
		EventFilter filter = new EventFilter();
		for (String term : text.isEmpty() ? new String[] { EVERYTHING } : text.split(",", -1)) {
			filter.add(term);
		}
		return filter;
	}

	/**
	 * Returns whether an event matches.
	 * @param event the event
	 * @return {@code true} if it matches; {@code false} for kinds without a name in Serf
	 */
	public boolean matches(ClusterEvent event) {
		if (event instanceof ClusterEvent.Membership membership) {
			return matches(membership.type());
		}
		if (event instanceof ClusterEvent.User user) {
			return matchesUser(user.name());
		}
		return event instanceof ClusterEvent.Query asked && matchesQuery(asked.query().name());
	}

	/**
	 * Returns whether a member event matches.
	 * @param type the type of the event
	 * @return {@code true} if it matches
	 */
	public boolean matches(MemberEventType type) {
		return this.memberEvents.contains(type);
	}

	/**
	 * Returns whether a user event matches.
	 * @param name the name of the event
	 * @return {@code true} if it matches
	 */
	public boolean matchesUser(String name) {
		return contains(this.users, name);
	}

	/**
	 * Returns whether a query matches.
	 * @param name the name of the query
	 * @return {@code true} if it matches
	 */
	public boolean matchesQuery(String name) {
		return contains(this.queries, name);
	}

	/**
	 * Returns the terms as {@code TYPE:NAME}, as in Serf's statistics; the name is empty
	 * if the term has none.
	 * @return the kinds of event, in the order of the list, each once
	 */
	public List<String> terms() {
		return List.copyOf(this.terms);
	}

	private void add(String term) {
		int colon = term.indexOf(':');
		String type = (colon < 0) ? term : term.substring(0, colon);
		String name = (colon < 0) ? "" : term.substring(colon + 1);
		if (type.equals(USER)) {
			this.users.add(name);
		}
		else if (type.equals(QUERY)) {
			this.queries.add(name);
		}
		else if (term.equals(EVERYTHING)) {
			this.users.add("");
			this.queries.add("");
			this.memberEvents.addAll(EnumSet.allOf(MemberEventType.class));
		}
		else {
			this.memberEvents.add(memberEvent(term));
		}
		this.terms.add(type + ":" + name);
	}

	/** The empty name stands for all names. */
	private static boolean contains(Set<String> names, String name) {
		return names.contains("") || names.contains(name);
	}

	private static MemberEventType memberEvent(String term) {
		for (MemberEventType type : MemberEventType.values()) {
			if (type.serfName().equals(term)) {
				return type;
			}
		}
		throw new IllegalArgumentException("'" + SafeText.of(term) + "' is not a kind of event; use member-join, "
				+ "member-leave, member-failed, member-update, member-reap, user, user:NAME, query, query:NAME or *, "
				+ "separated by commas without spaces");
	}

}
