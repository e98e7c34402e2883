/** Applications on hosts with networks of many kinds. */
@NullMarked
package io.membership.spring.network;

import org.jspecify.annotations.NullMarked;
