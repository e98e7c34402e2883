/**
 * Auto-configuration of a cluster member from {@code membership.*} properties.
 */
@NullMarked
package io.membership.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
