/**
 * Makes the application known to the others as a service, and the others to it.
 */
@NullMarked
package io.membership.spring.discovery;

import org.jspecify.annotations.NullMarked;
