/**
 * Runs the JMH benchmarks and prints what they measured as
 * {@link io.membership.benchmarks.Measurement}s.
 */
@NullMarked
package io.membership.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
