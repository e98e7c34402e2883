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
	 * Changes settings.
	 * @param config the settings so far
	 * @return the settings from now on
	 */
	MemberlistConfig customize(MemberlistConfig config);

}
