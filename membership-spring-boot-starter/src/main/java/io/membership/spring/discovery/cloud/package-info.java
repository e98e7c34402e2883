/**
 * Spring Cloud's interfaces of service discovery on top of the catalog. Nothing outside
 * of this package needs Spring Cloud.
 */
@NullMarked
package io.membership.spring.discovery.cloud;

import org.jspecify.annotations.NullMarked;
