package io.membership.catalog;

import java.time.Instant;

/**
 * What a check last said. Immutable.
 *
 * @param id identifies the check among those of its service
 * @param status the verdict
 * @param output a few words about it, for people
 * @param since since when it says so, by this machine's wall clock
 */
public record CheckResult(String id, HealthStatus status, String output, Instant since) {

}
