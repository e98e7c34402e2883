/** Starts, leaves and stops the member within the application's lifecycle. */
@NullMarked
package io.membership.spring.lifecycle;

import org.jspecify.annotations.NullMarked;
