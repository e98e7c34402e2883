package io.membership.spring;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.membership.cluster.Cluster;

/**
 * The clusters that this application is a member of: the primary one, which can also be
 * injected as {@link Cluster}, and those of {@code membership.clusters} by their names.
 * Immutable.
 */
public final class Clusters {

	/** The name of the cluster that is configured directly under {@code membership}. */
	public static final String PRIMARY = "primary";

	private final Map<String, Cluster> all;

	/**
	 * Creates the collection.
	 * @param primary the primary cluster
	 * @param further the other clusters by name
	 */
	public Clusters(Cluster primary, Map<String, Cluster> further) {
		Map<String, Cluster> clusters = new LinkedHashMap<>();
		clusters.put(PRIMARY, primary);
		clusters.putAll(further);
		this.all = Collections.unmodifiableMap(clusters);
	}

	/**
	 * Returns the cluster that is configured directly under {@code membership}.
	 * @return the primary cluster
	 */
	public Cluster primary() {
		return this.all.values().iterator().next();
	}

	/**
	 * Looks up a cluster.
	 * @param name its name under {@code membership.clusters}, or {@code primary}
	 * @return the cluster, if there is one of that name
	 */
	public Optional<Cluster> get(String name) {
		return Optional.ofNullable(this.all.get(name));
	}

	/**
	 * Returns the names of all clusters.
	 * @return the names, the primary one first
	 */
	public Set<String> names() {
		return this.all.keySet();
	}

	/**
	 * Returns all clusters.
	 * @return the clusters by name, the primary one first
	 */
	public Map<String, Cluster> all() {
		return this.all;
	}

	/**
	 * Returns all clusters except the primary one.
	 * @return the clusters by name
	 */
	public Map<String, Cluster> further() {
		Map<String, Cluster> further = new LinkedHashMap<>(this.all);
		further.remove(PRIMARY);
		return Collections.unmodifiableMap(further);
	}

	@Override
	public String toString() {
		return "Clusters" + this.all.keySet();
	}

}
