package io.membership.spring.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Time that a suspected member has to refute before it counts as failed.
 *
 * @param multiplier Multiplier for the shortest time-out of a suspicion, which is
 * multiplier * max(1, log10(n)) * probe.interval for n members. Raise it to give members
 * more time to refute after a pause or packet loss; real failures then take longer to
 * detect.
 * @param maxTimeoutMultiplier Factor between the shortest time-out of a suspicion and the
 * longest, which applies while no other member confirms it. Raise it to protect against a
 * single member with a bad link; a failure that few members can see then takes longer to
 * detect.
 * @param stallGuard Whether the member puts off its own accusations when it was itself
 * stalled, for example by garbage collection or CPU limits. Set it to false only to get
 * exactly the behavior of memberlist.
 */
public record SuspicionProperties(@Nullable Integer multiplier, @DefaultValue("6") int maxTimeoutMultiplier,
		@DefaultValue("true") boolean stallGuard) {

}
