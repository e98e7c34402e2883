package io.membership.cluster.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The present members, other than this one, that support channels. Confined to the event
 * loop.
 */
final class CapableMembers {

	private final Map<String, ChannelMember> members = new LinkedHashMap<>();

	/**
	 * Adds a member or replaces its earlier state.
	 * @return whether the member is new
	 */
	boolean put(ChannelMember member) {
		return this.members.put(member.name(), member) == null;
	}

	/**
	 * Removes a member.
	 * @return whether it was present
	 */
	boolean remove(String name) {
		return this.members.remove(name) != null;
	}

	@Nullable ChannelMember get(String name) {
		return this.members.get(name);
	}

	boolean contains(String name) {
		return this.members.containsKey(name);
	}

	/** Returns a copy, in the order in which the members appeared. */
	List<ChannelMember> all() {
		return new ArrayList<>(this.members.values());
	}

	boolean isEmpty() {
		return this.members.isEmpty();
	}

	int size() {
		return this.members.size();
	}

}
