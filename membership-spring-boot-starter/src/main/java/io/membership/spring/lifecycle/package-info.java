/** Starts, leaves and stops the member within the application's lifecycle. */
@Internal
@NullMarked
package io.membership.spring.lifecycle;

import io.membership.Internal;
import org.jspecify.annotations.NullMarked;
