/** An application that others call by its name. */
@NullMarked
package io.membership.sample.stock;

import org.jspecify.annotations.NullMarked;
