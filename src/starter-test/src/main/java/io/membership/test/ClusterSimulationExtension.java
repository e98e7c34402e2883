package io.membership.test;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a method once for each seed, until it fails. */
final class ClusterSimulationExtension implements TestTemplateInvocationContextProvider {

	static final String SEED = "membership.simulation.seed";

	@Override
	public boolean supportsTestTemplate(ExtensionContext context) {
		return AnnotationSupport.isAnnotated(context.getTestMethod(), ClusterSimulation.class);
	}

	@Override
	public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
		ClusterSimulation simulation = AnnotationSupport
			.findAnnotation(context.getTestMethod(), ClusterSimulation.class)
			.orElseThrow();
		AtomicBoolean failed = new AtomicBoolean();
		return seeds(context, simulation).takeWhile((seed) -> !failed.get())
			.mapToObj((seed) -> new SeedInvocation(seed, simulation.members(), failed));
	}

	private static LongStream seeds(ExtensionContext context, ClusterSimulation simulation) {
		return context.getConfigurationParameter(SEED)
			.map((seed) -> LongStream.of(Long.parseLong(seed.strip())))
			.orElseGet(() -> LongStream.rangeClosed(1, simulation.seeds()));
	}

	/** The invocation with one seed. */
	private record SeedInvocation(long seed, int members,
			AtomicBoolean failed) implements TestTemplateInvocationContext {

		@Override
		public String getDisplayName(int invocationIndex) {
			return "seed " + this.seed;
		}

		@Override
		public List<Extension> getAdditionalExtensions() {
			return List.of(new SeedRun(this.seed, this.members, this.failed));
		}

	}

}
