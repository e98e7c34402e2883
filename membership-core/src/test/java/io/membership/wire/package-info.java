/** Tests of the wire format. */
@NullMarked
package io.membership.wire;

import org.jspecify.annotations.NullMarked;
