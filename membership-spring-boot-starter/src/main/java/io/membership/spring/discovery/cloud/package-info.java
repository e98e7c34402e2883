/**
 * Spring Cloud's service discovery interfaces on top of the catalog. Only this package
 * needs Spring Cloud.
 */
@Internal
@NullMarked
package io.membership.spring.discovery.cloud;

import io.membership.Internal;
import org.jspecify.annotations.NullMarked;
