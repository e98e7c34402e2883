package io.membership.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class OutputOfFailedTestsTests {

	private static final String INNER = "membership.test.inner";

	@Test
	void onlyTheOutputOfATestThatFailsIsPrintedAndThatOfItsClass() {
		assertThat(run(OneFails.class)).contains("for all tests")
			.contains("before the failure")
			.doesNotContain("all is well");
	}

	@Test
	void theOutputOfAClassThatCannotStartIsPrinted() {
		assertThat(run(CannotStart.class)).contains("before the class fails");
	}

	@Test
	void ofALongOutputTheEndIsPrinted() {
		assertThat(run(Chatters.class)).contains("line 19999")
			.contains("more before")
			.doesNotContain("line 1\n")
			.hasSizeLessThan(300_000);
	}

	private static String run(Class<?> test) {
		PrintStream before = System.out;
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
		System.setProperty(INNER, "true");
		try {
			LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
				.selectors(DiscoverySelectors.selectClass(test))
				.build();
			LauncherFactory
				.create(LauncherConfig.builder()
					.enableTestExecutionListenerAutoRegistration(false)
					.addTestExecutionListeners(new OutputOfFailedTests())
					.build())
				.execute(request);
		}
		finally {
			System.clearProperty(INNER);
			System.setOut(before);
		}
		return printed.toString(StandardCharsets.UTF_8);
	}

	@EnabledIfSystemProperty(named = INNER, matches = "true")
	static class OneFails {

		@BeforeAll
		static void prepare() {
			System.out.println("for all tests");
		}

		@Test
		void fails() {
			System.err.println("before the failure");
			fail("on purpose");
		}

		@Test
		void succeeds() {
			System.out.println("all is well");
		}

	}

	@EnabledIfSystemProperty(named = INNER, matches = "true")
	static class CannotStart {

		@BeforeAll
		static void prepare() {
			System.out.println("before the class fails");
			fail("on purpose");
		}

		@Test
		void neverRuns() {
		}

	}

	@EnabledIfSystemProperty(named = INNER, matches = "true")
	static class Chatters {

		@Test
		void fails() {
			for (int i = 0; i < 20_000; i++) {
				System.out.println("line " + i);
			}
			fail("on purpose");
		}

	}

}
