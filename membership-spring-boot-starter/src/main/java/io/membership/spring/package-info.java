/**
 * API for applications: {@link io.membership.spring.ClusterTemplate},
 * {@link io.membership.spring.Clusters}, and the annotations
 * {@link io.membership.spring.OnUserEvent} and {@link io.membership.spring.OnQuery}.
 */
@NullMarked
package io.membership.spring;

import org.jspecify.annotations.NullMarked;
