package io.membership.spring.autoconfigure;

import io.membership.gossip.MemberlistConfigBuilder;

/**
 * Changes the settings of the member after the {@code membership.*} properties have been
 * applied. Beans of this type are called in their order, once, when the member is
 * created.
 */
@FunctionalInterface
public interface MemberlistConfigCustomizer {

	/**
	 * Changes settings.
	 * @param builder the settings so far
	 */
	void customize(MemberlistConfigBuilder builder);

}
