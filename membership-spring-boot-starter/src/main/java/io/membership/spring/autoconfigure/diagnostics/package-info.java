/**
 * Failure analyzers: a start that fails says which property or bean to change.
 */
@NullMarked
package io.membership.spring.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
