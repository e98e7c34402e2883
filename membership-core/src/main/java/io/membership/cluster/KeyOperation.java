package io.membership.cluster;

import org.jspecify.annotations.Nullable;

/** What can be done to the keys of a member; each is an internal query of Serf. */
enum KeyOperation {

	/** Installs a key. */
	INSTALL("install-key"),

	/** Makes a key the primary one. */
	USE("use-key"),

	/** Removes a key. */
	REMOVE("remove-key"),

	/** Lists the keys. */
	LIST("list-keys");

	/** What the names of all internal queries begin with. */
	private static final String INTERNAL = "_serf_";

	private final String text;

	KeyOperation(String text) {
		this.text = text;
	}

	/** The name of the query. */
	String queryName() {
		return INTERNAL + this.text;
	}

	/**
	 * Finds the operation of a query.
	 * @param query name of the query, untrusted
	 * @return the operation, or {@code null} if it is none
	 */
	static @Nullable KeyOperation of(String query) {
		for (KeyOperation operation : values()) {
			if (operation.queryName().equals(query)) {
				return operation;
			}
		}
		return null;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
