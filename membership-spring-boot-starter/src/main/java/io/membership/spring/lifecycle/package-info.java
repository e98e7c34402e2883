/**
 * When in the application's life the member starts, leaves and stops.
 */
@NullMarked
package io.membership.spring.lifecycle;

import org.jspecify.annotations.NullMarked;
