/**
 * Spring Cloud's service discovery interfaces on top of the catalog. Only this package
 * needs Spring Cloud.
 */
@NullMarked
package io.membership.spring.discovery.cloud;

import org.jspecify.annotations.NullMarked;
