package io.membership.catalog;

import io.membership.SafeText;

/**
 * A service on a member, in this member's view of the catalog. Immutable. Another member
 * wrote its content: treat it as untrusted text.
 *
 * @param member name of the member that runs it
 * @param service the service; its address is never empty
 * @param health its health according to its member; critical if the member has failed
 * @param stale whether the member has failed and this is the last known state, kept
 * because too many instances have vanished at once
 */
public record CatalogInstance(String member, ServiceDefinition service, HealthStatus health, boolean stale) {

	/**
	 * Returns whether the instance is usable.
	 * @return whether it is passing
	 */
	public boolean isPassing() {
		return this.health == HealthStatus.PASSING;
	}

	@Override
	public String toString() {
		return SafeText.of(this.service.name()) + "/" + SafeText.of(this.service.id()) + "@" + SafeText.of(this.member)
				+ "[" + this.health.text() + (this.stale ? ", stale" : "") + "]";
	}

}
