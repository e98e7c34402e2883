package io.membership.spring;

import java.util.List;
import java.util.Optional;

import io.membership.gossip.Memberlist;

/**
 * The local members that this application runs, one in each of its clusters. Immutable.
 *
 * @param all the local members, that of the primary cluster first
 */
public record LocalNodes(List<LocalNode> all) {

	/**
	 * Copies the list.
	 * @param all the local members, that of the primary cluster first
	 */
	public LocalNodes {
		all = List.copyOf(all);
	}

	/**
	 * Creates the collection for an application that speaks memberlist's protocol.
	 * @param memberlist the only local member
	 * @return the local member as a collection
	 */
	public static LocalNodes of(Memberlist memberlist) {
		return new LocalNodes(List.of(new LocalNode.OfMemberlist(memberlist)));
	}

	/**
	 * Creates the collection for an application that speaks Serf's protocol.
	 * @param clusters the application's clusters
	 * @return the local member of each
	 */
	public static LocalNodes of(Clusters clusters) {
		return new LocalNodes(clusters.all()
			.entrySet()
			.stream()
			.<LocalNode>map((entry) -> new LocalNode.OfCluster(entry.getKey(), entry.getValue()))
			.toList());
	}

	/**
	 * Returns the local member of the cluster that is configured directly under {@code
	 * membership}.
	 * @return the local member of the primary cluster
	 */
	public LocalNode primary() {
		return this.all.get(0);
	}

	/**
	 * Returns the local members of all clusters except the primary one.
	 * @return the local members of the clusters under {@code membership.clusters}
	 */
	public List<LocalNode> further() {
		return this.all.subList(1, this.all.size());
	}

	/**
	 * Looks up the local member of a cluster.
	 * @param clusterName the name under {@code membership.clusters}, or {@code primary}
	 * @return the local member, if there is a cluster of that name
	 */
	public Optional<LocalNode> get(String clusterName) {
		return this.all.stream().filter((node) -> node.clusterName().equals(clusterName)).findFirst();
	}

	/**
	 * Returns the names of all clusters.
	 * @return the names, that of the primary cluster first
	 */
	public List<String> names() {
		return this.all.stream().map(LocalNode::clusterName).toList();
	}

}
