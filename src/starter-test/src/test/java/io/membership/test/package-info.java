@NullMarked
package io.membership.test;

import org.jspecify.annotations.NullMarked;
