package io.membership.spring.interop;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the test only where the real {@code serf} is on the path. Elsewhere the test is
 * skipped, unless the system property {@value SerfCondition#REQUIRED} is {@code true}:
 * then it fails, so that a build which must show interoperability cannot pass without it.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("interop")
@ExtendWith(SerfCondition.class)
@interface RequiresSerf {

}
