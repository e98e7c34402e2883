package io.membership.interop;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.membership.testing.Requirement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the test only where Go and Debian's sources of HashiCorp memberlist are installed.
 * Elsewhere the test is skipped, unless the system property {@value Requirement#PROPERTY}
 * is {@code true}: then it fails, so that a build which must show interoperability cannot
 * pass without it.
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Tag("interop")
@ExtendWith(GoMemberlistCondition.class)
@interface RequiresGoMemberlist {

}
