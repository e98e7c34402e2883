/** Helpers that tests of several packages share. */
@NullMarked
package io.membership.testing;

import org.jspecify.annotations.NullMarked;
