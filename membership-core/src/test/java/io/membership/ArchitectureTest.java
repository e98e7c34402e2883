package io.membership;

import java.io.ObjectInputStream;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The picture of the architecture as rules: an arrow may only point down, and the
 * protocol asks the world only through {@code runtime}.
 */
class ArchitectureTest {

	/** What must run the same in the simulator and on Netty. */
	private static final String[] DETERMINISTIC = { "io.membership.wire..", "io.membership.gossip..",
			"io.membership.cluster..", "io.membership.catalog.." };

	private static final int LARGEST_CIRCLE = 3;

	private static final int MOST_REFERRERS = 3;

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption((location) -> !location.contains("test-support"))
		.importPackages("io.membership");

	@Test
	void anArrowBetweenLayersPointsDown() {
		ArchRule rule = layeredArchitecture().consideringOnlyDependenciesInLayers()
			.withOptionalLayers(true)
			.layer("runtime")
			.definedBy("io.membership.runtime..")
			.layer("netty")
			.definedBy("io.membership.netty..")
			.layer("simulation")
			.definedBy("io.membership.simulation")
			.layer("simulated clusters")
			.definedBy("io.membership.simulation.cluster..")
			.layer("wire")
			.definedBy("io.membership.wire..")
			.layer("gossip")
			.definedBy("io.membership.gossip..")
			.layer("cluster")
			.definedBy("io.membership.cluster..")
			.layer("seeds")
			.definedBy("io.membership.seeds..")
			.layer("agent")
			.definedBy("io.membership.agent..")
			.layer("catalog")
			.definedBy("io.membership.catalog..")
			.whereLayer("runtime")
			.mayNotAccessAnyLayer()
			.whereLayer("netty")
			.mayOnlyAccessLayers("runtime")
			.whereLayer("simulation")
			.mayOnlyAccessLayers("runtime")
			.whereLayer("simulated clusters")
			.mayOnlyAccessLayers("simulation", "cluster", "gossip", "runtime")
			.whereLayer("wire")
			.mayOnlyAccessLayers("runtime")
			.whereLayer("gossip")
			.mayOnlyAccessLayers("wire", "runtime")
			.whereLayer("cluster")
			.mayOnlyAccessLayers("gossip", "wire", "runtime")
			.whereLayer("catalog")
			.mayOnlyAccessLayers("cluster", "gossip", "wire", "runtime")
			.whereLayer("seeds")
			.mayOnlyAccessLayers("gossip", "runtime")
			// The agent is the outermost: what it serves, it may also start.
			.whereLayer("agent")
			.mayOnlyAccessLayers("cluster", "gossip", "wire", "runtime", "netty");
		rule.check(classes);
	}

	@Test
	void thePackagesAreFreeOfCycles() {
		slices().matching("io.membership.(*)..").should().beFreeOfCycles().allowEmptyShould(true).check(classes);
	}

	/**
	 * A room holds one concern of the layer, which uses it and not the other way round.
	 */
	@Test
	void theRoomsOfTheClusterLayerDoNotKnowTheLayer() {
		noClasses().that()
			.resideInAPackage("io.membership.cluster.*..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.membership.cluster")
			.check(classes);
		slices().matching("io.membership.cluster.(*)..").should().beFreeOfCycles().check(classes);
	}

	/**
	 * No part of a layer needs the whole layer to exist; two or three may belong
	 * together.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "io.membership.gossip", "io.membership.cluster", "io.membership.cluster.channel",
			"io.membership.cluster.keys", "io.membership.cluster.snapshot" })
	void theClassesOfALayerFormNoLargeCircle(String layer) {
		assertThat(new ClassGraph(classes).circlesIn(layer))
			.allSatisfy((circle) -> assertThat(circle).hasSizeLessThanOrEqualTo(LARGEST_CIRCLE));
	}

	/** The core of a layer starts and stops it; the parts of the layer do not know it. */
	@ParameterizedTest
	@ValueSource(strings = { "io.membership.gossip.GossipCore", "io.membership.cluster.ClusterCore" })
	void hardlyAnyClassKnowsTheCoreOfALayer(String core) {
		assertThat(new ClassGraph(classes).referrersTo(core)).hasSizeLessThanOrEqualTo(MOST_REFERRERS);
	}

	@Test
	void onlyWhatTalksToSocketsKnowsNetty() {
		noClasses().that()
			.resideOutsideOfPackages("io.membership.netty..", "io.membership.agent..", "io.membership.seeds..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.netty..")
			.allowEmptyShould(true)
			.check(classes);
	}

	@Test
	void theCoreKnowsNeitherSpringNorMicrometer() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.micrometer..")
			.allowEmptyShould(true)
			.check(classes);
	}

	@Test
	void theProtocolHasNoThreadAndNoLock() {
		noClasses().that()
			.resideInAnyPackage(DETERMINISTIC)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("java.util.concurrent.locks..")
			.orShould()
			.dependOnClassesThat()
			.belongToAnyOf(Thread.class, ThreadLocal.class, Timer.class, ScheduledExecutorService.class)
			.allowEmptyShould(true)
			.check(classes);
		methods().that()
			.areDeclaredInClassesThat()
			.resideInAnyPackage(DETERMINISTIC)
			.should()
			.notHaveModifier(JavaModifier.SYNCHRONIZED)
			.allowEmptyShould(true)
			.check(classes);
	}

	@Test
	void theProtocolHasNoRandomOfItsOwn() {
		noClasses().that()
			.resideInAnyPackage(DETERMINISTIC)
			.should()
			.dependOnClassesThat()
			.belongToAnyOf(Random.class, ThreadLocalRandom.class, SplittableRandom.class)
			.orShould()
			.callMethod(Math.class, "random")
			.allowEmptyShould(true)
			.check(classes);
	}

	@Test
	void theProtocolReadsNoClockOfItsOwn() {
		noClasses().that()
			.resideInAnyPackage(DETERMINISTIC)
			.should()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(Instant.class, "now")
			.orShould()
			.dependOnClassesThat()
			.belongToAnyOf(Clock.class)
			.allowEmptyShould(true)
			.check(classes);
	}

	@Test
	void theProtocolOpensNoSocket() {
		noClasses().that()
			.resideInAnyPackage(DETERMINISTIC)
			.and()
			// What a health check asks is no member of the cluster. It sits behind an
			// interface.
			.doNotHaveFullyQualifiedName("io.membership.catalog.SocketCheckProbe")
			.should()
			.dependOnClassesThat()
			.belongToAnyOf(Socket.class, ServerSocket.class, DatagramSocket.class)
			.orShould()
			// A file must be forced to the disk, which only a channel can do.
			.dependOnClassesThat(resideInAPackage("java.nio.channels..").and(not(equivalentTo(FileChannel.class))))
			.allowEmptyShould(true)
			.check(classes);
	}

	@Test
	void nothingReadsSerialisedJavaObjects() {
		noClasses().should()
			.dependOnClassesThat()
			.areAssignableTo(ObjectInputStream.class)
			.allowEmptyShould(true)
			.check(classes);
	}

	@Test
	void nothingWritesToTheStandardStreams() {
		NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.allowEmptyShould(true).check(classes);
	}

	@Test
	void everyPackageIsNullMarked() {
		JavaPackage root = classes.containPackage("io.membership") ? classes.getPackage("io.membership") : null;
		if (root != null) {
			assertThat(root.getSubpackagesInTree()).filteredOn((javaPackage) -> !javaPackage.getClasses().isEmpty())
				.allMatch((javaPackage) -> javaPackage.isAnnotatedWith(NullMarked.class));
		}
	}

}
