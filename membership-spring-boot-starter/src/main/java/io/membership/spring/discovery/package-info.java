/**
 * Registers the application as a service of its member, and gives it access to the
 * services of other members.
 */
@Internal
@NullMarked
package io.membership.spring.discovery;

import io.membership.Internal;
import org.jspecify.annotations.NullMarked;
