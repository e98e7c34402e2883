/** Measures a cluster whose members all live in this process and talk over loopback. */
@NullMarked
package io.membership.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
