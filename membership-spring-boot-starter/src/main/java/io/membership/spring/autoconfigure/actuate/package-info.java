/**
 * Auto-configuration of the endpoints, health and info contributors and meters.
 */
@NullMarked
package io.membership.spring.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
