package io.membership.cluster.channel;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * A member of the cluster as its channels see it. An immutable snapshot. Names and tags
 * are untrusted text.
 */
public interface ChannelMember {

	/**
	 * Returns the name.
	 * @return the name, unique in the cluster
	 */
	String name();

	/**
	 * Returns the address of its gossip layer.
	 * @return the address
	 */
	InetSocketAddress address();

	/**
	 * Returns the tags.
	 * @return the tags by name
	 */
	Map<String, String> tags();

	/**
	 * Returns whether the member belongs to the cluster.
	 * @return {@code true} for alive and leaving members
	 */
	boolean isPresent();

	/**
	 * Returns whether the member left, gracefully or forced by an operator.
	 * @return whether it has left
	 */
	boolean hasLeft();

	/**
	 * Returns whether the member failed and is not forgotten yet.
	 * @return whether it has failed
	 */
	boolean hasFailed();

}
