/** An application that calls another one by its name. */
@NullMarked
package io.membership.sample.shop;

import org.jspecify.annotations.NullMarked;
