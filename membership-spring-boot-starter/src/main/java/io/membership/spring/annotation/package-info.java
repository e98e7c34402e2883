/**
 * Annotations for methods that take user events and answer queries.
 */
@NullMarked
package io.membership.spring.annotation;

import org.jspecify.annotations.NullMarked;
