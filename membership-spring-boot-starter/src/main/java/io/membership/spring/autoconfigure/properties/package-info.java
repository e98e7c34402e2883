/**
 * The groups of the {@code membership.*} properties, one record each.
 */
@NullMarked
package io.membership.spring.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
