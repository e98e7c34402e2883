package io.membership.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;
import io.membership.spring.lifecycle.CompositeLifecycle;
import io.membership.spring.lifecycle.MembershipLifecycle;
import org.jspecify.annotations.Nullable;

/** Creates lifecycles for the members of all clusters except the primary one. */
final class FurtherLifecycles {

	private FurtherLifecycles() {
	}

	/**
	 * Creates one lifecycle for each cluster.
	 * @param nodes the local members
	 * @param properties the properties, which hold those of the further clusters
	 * @param phase the phase of the lifecycles
	 * @param create creates a lifecycle with the properties of its cluster; {@code null}
	 * for none
	 * @return all of them as one
	 */
	static CompositeLifecycle of(LocalNodes nodes, MembershipProperties properties, int phase,
			BiFunction<LocalNode, MembershipProperties, @Nullable MembershipLifecycle> create) {
		List<MembershipLifecycle> parts = new ArrayList<>();
		for (LocalNode node : nodes.further()) {
			MembershipProperties own = properties.clusters().get(node.clusterName());
			MembershipLifecycle part = (own != null)
					? new FurtherCluster(node.clusterName(), own).configure((it) -> create.apply(node, it)) : null;
			if (part != null) {
				parts.add(part);
			}
		}
		return new CompositeLifecycle(parts, phase);
	}

}
