/**
 * Real applications in processes of their own, and real Serf agents, as one cluster:
 * driven from outside by the real {@code serf} tool and over HTTP.
 */
@NullMarked
package io.membership.spring.interop;

import org.jspecify.annotations.NullMarked;
