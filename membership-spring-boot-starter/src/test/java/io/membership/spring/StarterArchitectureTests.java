package io.membership.spring;

import java.io.ObjectInputStream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The shape of the starter as rules. */
class StarterArchitectureTests {

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.membership.spring");

	@Test
	void onlyTheAutoConfigurationKnowsTheOtherPackages() {
		slices().matching("io.membership.spring.(*)..").should().beFreeOfCycles().check(classes);
		noClasses().that()
			.resideOutsideOfPackage("io.membership.spring.autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.membership.spring.autoconfigure..")
			.check(classes);
	}

	@Test
	void theAutoConfigurationOfAMemberKnowsNeitherItsEndpointsNorServiceDiscovery() {
		noClasses().that()
			.resideInAPackage("io.membership.spring.autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.membership.spring.autoconfigure.actuate..",
					"io.membership.spring.autoconfigure.discovery..")
			.check(classes);
	}

	@Test
	void aMemberNeedsNeitherActuatorNorMicrometer() {
		noClasses().that()
			.resideInAnyPackage("io.membership.spring.event..", "io.membership.spring.lifecycle..",
					"io.membership.spring.autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.micrometer..", "org.springframework.boot.actuate..",
					"org.springframework.boot.health..", "org.springframework.web..")
			.check(classes);
	}

	@Test
	void onlyWhatIsMadeForItKnowsSpringCloud() {
		noClasses().that()
			.resideOutsideOfPackage("io.membership.spring.discovery.cloud..")
			.and()
			.haveNameNotMatching(".*\\.MembershipDiscoveryClientAutoConfiguration(\\$.*)?")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.cloud..", "reactor..")
			.check(classes);
	}

	@Test
	void onlyTheReadingOfItsPortsKnowsTheWebServer() {
		noClasses().that()
			.doNotHaveSimpleName("WebServerPorts")
			.and()
			.haveNameNotMatching(".*\\$WebServerConfiguration")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.web..")
			.check(classes);
	}

	@Test
	void autoConfigurationsAreFinalAndTheirBeansPackagePrivate() {
		classes().that().areAnnotatedWith(AutoConfiguration.class).should().haveModifier(FINAL).check(classes);
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(classes);
	}

	/** The name of a health indicator is the name of its component in the answer. */
	@Test
	void noBeanTakesANameThatAnApplicationMayUse() {
		methods().that()
			.areAnnotatedWith(Bean.class)
			.and()
			.doNotHaveName("clusterHealthIndicator")
			.should()
			.haveNameStartingWith("membership")
			.check(classes);
	}

	@Test
	void nothingReadsSerialisedObjectsOrWritesToTheStandardStreams() {
		NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(classes);
		noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class).check(classes);
	}

	@Test
	void nothingRegistersAShutdownHookOrStopsTheProcess() {
		noClasses().should().callMethod(Runtime.class, "addShutdownHook", Thread.class).check(classes);
		noClasses().should().callMethod(System.class, "exit", int.class).check(classes);
	}

	@Test
	void everyPackageIsNullMarked() {
		JavaPackage root = classes.getPackage("io.membership.spring");
		assertThat(root.getSubpackages()).isNotEmpty()
			.allMatch((javaPackage) -> javaPackage.isAnnotatedWith(NullMarked.class));
	}

}
