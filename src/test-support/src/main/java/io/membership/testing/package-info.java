/**
 * Helpers for the tests of all modules: programs in processes of their own, ports for
 * them, waiting, and the output of tests that fail.
 */
@NullMarked
package io.membership.testing;

import org.jspecify.annotations.NullMarked;
