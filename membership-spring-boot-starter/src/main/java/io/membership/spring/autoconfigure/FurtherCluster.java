package io.membership.spring.autoconfigure;

import java.util.function.Function;

import io.membership.ConfigException;
import io.membership.spring.Clusters;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a cluster beside the primary one.
 *
 * @param name its name under {@code membership.clusters}
 * @param properties its properties
 */
record FurtherCluster(String name, MembershipProperties properties) {

	/**
	 * Uses the properties. An exception about one of them names the whole property.
	 * @param use uses the properties
	 * @return the result
	 * @throws ConfigException if a property is invalid, or the name is that of the
	 * primary cluster
	 */
	<T extends @Nullable Object> T configure(Function<MembershipProperties, T> use) {
		String prefix = "clusters." + this.name;
		if (this.name.equals(Clusters.PRIMARY)) {
			throw new ConfigException(prefix,
					"this name is reserved for the cluster that is configured directly under membership.",
					"Choose another name.");
		}
		try {
			return use.apply(this.properties);
		}
		catch (ConfigException ex) {
			throw new ConfigException(prefix + "." + ex.setting(), ex.problem(), ex.action());
		}
	}

}
