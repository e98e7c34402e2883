/**
 * What an operator sees and does through Boot's actuator: the {@code cluster} endpoint,
 * health and info.
 */
@NullMarked
package io.membership.spring.actuate;

import org.jspecify.annotations.NullMarked;
