package io.membership.cluster.keys;

/** Operations on the keys of a member; each is an internal query of Serf. */
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

	/** Returns the name of Serf's query without its prefix. */
	@Override
	public String toString() {
		return this.text;
	}

}
