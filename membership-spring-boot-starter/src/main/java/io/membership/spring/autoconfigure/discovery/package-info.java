/**
 * Auto-configuration of the service catalog, of the registration of the application, and
 * of Spring Cloud's discovery clients.
 */
@NullMarked
package io.membership.spring.autoconfigure.discovery;

import org.jspecify.annotations.NullMarked;
