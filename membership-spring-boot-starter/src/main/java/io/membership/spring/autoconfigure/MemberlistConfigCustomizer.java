package io.membership.spring.autoconfigure;

import io.membership.gossip.MemberlistConfig;

/**
 * Changes the settings of the member after the {@code membership.*} properties have been
 * applied. Beans of this type are called in their order, once, when the member is
 * created.
 */
@FunctionalInterface
public interface MemberlistConfigCustomizer {

	/**
	 * Returns the changed settings.
	 * @param config the settings so far
	 * @return the settings to use
	 */
	MemberlistConfig customize(MemberlistConfig config);

}
