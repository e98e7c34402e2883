/** Failure analyzers that tell which property or bean to change after a failed start. */
@NullMarked
package io.membership.spring.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
