package io.membership.cluster;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The tags that the application has set for this member. Thread-safe. */
final class OwnTags {

	private volatile Map<String, String> tags;

	OwnTags(Map<String, String> tags) {
		this.tags = sorted(tags);
	}

	/** Returns the tags sorted by name. */
	Map<String, String> get() {
		return this.tags;
	}

	void set(Map<String, String> changed) {
		this.tags = sorted(changed);
	}

	private static Map<String, String> sorted(Map<String, String> tags) {
		return Collections.unmodifiableMap(new TreeMap<>(tags));
	}

}
