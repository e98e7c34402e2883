package io.membership.spring.actuate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.membership.gossip.Memberlist;

/** A cluster as it is shown, in the terms of one of the protocols. */
interface View {

	/** The gossip layer. */
	Memberlist memberlist();

	/** What a status may be called. */
	List<String> statuses();

	/** Whether members have tags. */
	boolean hasTags();

	/**
	 * The cluster, with the members of these statuses that have these tags.
	 * @param statuses the wanted statuses
	 * @param tags the wanted tags
	 */
	ClusterDescriptor describe(Set<String> statuses, Map<String, String> tags);

	Optional<MemberDescriptor> member(String name);

	/** Whether the member is present, so that it cannot be forgotten. */
	boolean isPresent(MemberDescriptor member);

	CompletableFuture<Boolean> forget(String name);

}
