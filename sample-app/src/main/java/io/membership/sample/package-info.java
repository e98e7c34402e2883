/**
 * A node one can run: what an application that uses only the starter looks like.
 */
@NullMarked
package io.membership.sample;

import org.jspecify.annotations.NullMarked;
