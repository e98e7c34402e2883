package io.membership.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.membership.simulation.cluster.SimulatedCluster;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test method in a simulated cluster once for each seed. The method has a
 * parameter of type {@link SimulatedCluster} for a cluster that runs and agrees, or of
 * type {@link SimulatedCluster.Builder} to change the settings before the start.
 * <p>
 * When the method fails, the error names the seed and shows the timeline of the cluster;
 * the remaining seeds are left out. The system property
 * {@code membership.simulation.seed} replays one seed:
 * {@code ./mvnw test -Dmembership.simulation.seed=42}.
 */
@Documented
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(ClusterSimulationExtension.class)
public @interface ClusterSimulation {

	/**
	 * Returns the number of seeds, from 1 up.
	 * @return the number of runs
	 */
	int seeds() default 10;

	/**
	 * Returns the number of members of the cluster.
	 * @return the number, called {@code member-1}, {@code member-2} and so on
	 */
	int members() default 5;

}
