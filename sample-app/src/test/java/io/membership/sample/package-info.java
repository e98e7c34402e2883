/** Shows what the sample application does. */
@NullMarked
package io.membership.sample;

import org.jspecify.annotations.NullMarked;
