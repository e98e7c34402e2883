package io.membership.test;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import io.membership.simulation.cluster.SimulatedCluster;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Gives a method its cluster, and tells how to replay it when it fails. */
final class SeedRun implements ParameterResolver, TestExecutionExceptionHandler {

	private final long seed;

	private final AtomicBoolean failed;

	private final SimulatedCluster.Builder builder;

	SeedRun(long seed, int members, AtomicBoolean failed) {
		this.seed = seed;
		this.failed = failed;
		this.builder = SimulatedCluster.of(members).seed(seed);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return type == SimulatedCluster.class || type == SimulatedCluster.Builder.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return (parameter.getParameter().getType() == SimulatedCluster.Builder.class) ? this.builder
				: this.builder.start();
	}

	@Override
	public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
		if (failure instanceof TestAbortedException) {
			throw failure;
		}
		this.failed.set(true);
		throw new AssertionError(describe(failure), failure);
	}

	private String describe(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		String replay = "Failed with seed " + this.seed + "; replay it with -D" + ClusterSimulationExtension.SEED + "="
				+ this.seed + "\n";
		String timelines = this.builder.started()
			.stream()
			.map(SimulatedCluster::timeline)
			.filter((timeline) -> !message.contains(timeline))
			.collect(Collectors.joining("\n"));
		return replay + message + (timelines.isEmpty() ? "" : "\n" + timelines);
	}

}
