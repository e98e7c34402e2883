/**
 * The application that calls another by its name.
 */
@NullMarked
package io.membership.sample.shop;

import org.jspecify.annotations.NullMarked;
