package io.membership.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs real members in the JVM of a test, in one cluster with the application. They are
 * the bean {@link TestCluster}; what the application is told of them is recorded in the
 * bean {@link ClusterEvents}. Each test method begins with all members running, in
 * agreement, and with an empty record.
 * <p>
 * Requires Serf's protocol, which is the default.
 *
 * @see MembershipTest
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AutoConfigureMembership {

	/**
	 * Returns the number of members beside the application.
	 * @return the number, called {@code member-1}, {@code member-2} and so on
	 */
	int members() default 2;

}
