package io.membership.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test only where a {@link VirtualNetwork} can be had. Elsewhere the test is
 * skipped, unless the system property {@value Requirement#PROPERTY} is {@code true}: then
 * it fails.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("interop")
@ExtendWith(RequiresVirtualNetworkCondition.class)
public @interface RequiresVirtualNetwork {

}
