/** A sample application that uses only the starter: a member with a web page. */
@NullMarked
package io.membership.sample;

import org.jspecify.annotations.NullMarked;
