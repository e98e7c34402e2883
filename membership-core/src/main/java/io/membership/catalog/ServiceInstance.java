package io.membership.catalog;

import io.membership.SafeText;

/**
 * A service on a member, as this member's catalog has it. Immutable. Everything in it was
 * written by another member: treat it as untrusted text.
 *
 * @param member name of the member that runs it
 * @param service the service; its address is never empty
 * @param health its health as its member says; critical when the member has failed
 * @param stale whether the member has failed and this is the last that was known of the
 * service, kept because too much has vanished at once to be believed
 */
public record ServiceInstance(String member, ServiceDefinition service, HealthStatus health, boolean stale) {

	/**
	 * Whether it may be used, as far as is known.
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
