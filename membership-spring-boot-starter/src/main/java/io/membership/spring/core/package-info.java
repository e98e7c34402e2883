/**
 * What an application uses of its clusters:
 * {@link io.membership.spring.core.ClusterTemplate} to tell and to ask,
 * {@link io.membership.spring.core.Clusters} where there are several.
 */
@NullMarked
package io.membership.spring.core;

import org.jspecify.annotations.NullMarked;
