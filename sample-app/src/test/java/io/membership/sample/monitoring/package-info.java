/**
 * Shows that the dashboard and the alert rules ask for what the members really report.
 */
@NullMarked
package io.membership.sample.monitoring;

import org.jspecify.annotations.NullMarked;
