package io.membership.cluster;

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

	private final String text;

	KeyOperation(String text) {
		this.text = text;
	}

	/** The name of the query. */
	String queryName() {
		return InternalQuery.PREFIX + this.text;
	}

	/** The name of the query without its prefix. */
	@Override
	public String toString() {
		return this.text;
	}

}
