package io.membership;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The graph finds what is there: the chaos tests of gossip are made of one circle. */
class ClassGraphTests {

	private static final String SCENARIO = "io.membership.gossip.ChaosScenario";

	private static final String FAULTS = "io.membership.gossip.ChaosFaults";

	private static final String STARTER = "io.membership.gossip.SeedChaosTests";

	private final ClassGraph graph = new ClassGraph(
			new ClassFileImporter().withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
				.importPackages("io.membership.gossip"));

	@Test
	void classesThatReachEachOtherAreACircle() {
		assertThat(this.graph.circlesIn("io.membership.gossip"))
			.anySatisfy((circle) -> assertThat(circle).contains(SCENARIO, FAULTS).doesNotContain(STARTER));
	}

	@Test
	void aReferenceFromANestedClassIsOneOfTheClassAroundIt() {
		assertThat(this.graph.referrersTo(SCENARIO)).contains(FAULTS, STARTER).doesNotContain(SCENARIO);
	}

	@Test
	void aMisspelledNameIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.graph.referrersTo("io.membership.gossip.Nothing"));
	}

}
