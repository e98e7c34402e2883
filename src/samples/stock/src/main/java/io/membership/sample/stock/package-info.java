/**
 * The application that is called.
 */
@NullMarked
package io.membership.sample.stock;

import org.jspecify.annotations.NullMarked;
