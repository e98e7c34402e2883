/**
 * Tests of applications that are members of a cluster: safe defaults for every
 * application in a test, and real members in one JVM.
 */
@NullMarked
package io.membership.test;

import org.jspecify.annotations.NullMarked;
