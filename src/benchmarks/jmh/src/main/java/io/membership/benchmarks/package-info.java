/**
 * Measures a member: single operations and whole clusters, in records that the programs
 * of other implementations print too.
 */
@NullMarked
package io.membership.benchmarks;

import org.jspecify.annotations.NullMarked;
