package io.membership.catalog;

import java.time.Instant;

/**
 * The latest result of a check. Immutable.
 *
 * @param id identifies the check within its service
 * @param status the result
 * @param output a short description for people
 * @param since time since which the status holds, by this machine's wall clock
 */
public record CheckResult(String id, HealthStatus status, String output, Instant since) {

}
