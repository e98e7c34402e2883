/** Support for Boot's actuator: endpoints, health and info. */
@NullMarked
package io.membership.spring.actuate;

import org.jspecify.annotations.NullMarked;
