/**
 * Registers the application as a service of its member, and gives it access to the
 * services of other members.
 */
@NullMarked
package io.membership.spring.discovery;

import org.jspecify.annotations.NullMarked;
