package io.membership.spring.autoconfigure;

import io.membership.cluster.ClusterConfig;

/**
 * Changes the settings of a member that speaks Serf's protocol after the
 * {@code membership.*} properties have been applied. Beans of this type are called in
 * their order, once, when the member is created. Settings of the gossip layer are changed
 * by a {@link MemberlistConfigCustomizer}.
 */
@FunctionalInterface
public interface ClusterConfigCustomizer {

	/**
	 * Returns the changed settings.
	 * @param config the settings so far
	 * @return the settings to use
	 */
	ClusterConfig customize(ClusterConfig config);

}
