/**
 * Runs the JMH benchmarks and prints the results as
 * {@link io.membership.benchmarks.Measurement}s.
 */
@NullMarked
package io.membership.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
