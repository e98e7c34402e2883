/**
 * Helpers for the tests of all modules: starting programs in separate processes,
 * reserving ports, waiting for conditions, and printing the output of failed tests.
 */
@NullMarked
package io.membership.testing;

import org.jspecify.annotations.NullMarked;
