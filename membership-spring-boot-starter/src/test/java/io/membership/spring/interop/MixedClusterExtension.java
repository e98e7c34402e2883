package io.membership.spring.interop;

import java.util.regex.Pattern;

import io.membership.testing.MemberProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gives a test the {@link MixedCluster}, which is started once for all classes, and sees
 * to it that no class has made a node complain.
 */
final class MixedClusterExtension implements ParameterResolver, AfterAllCallback {

	private static final Namespace NAMESPACE = Namespace.create(MixedCluster.class);

	/**
	 * What the tests provoke: refused operations on keys, conflicts of names, and nodes
	 * that are killed while they are asked; and what concerns only an agent and the tool,
	 * which ends before it has read all.
	 */
	private static final Pattern PROVOKED = Pattern.compile("Failed to (change primary|remove) key"
			+ "|agent\\.ipc: Failed to stream|Conflicting address for (double|twin)|Failed fallback ping"
			+ "|Push/Pull with (?!(one|two|three|red|blue) )\\S+ failed: dial .* connection refused");

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == MixedCluster.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return cluster(context);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		for (MemberProcess node : cluster(context).all()) {
			assertThat(node.process().isAlive()).as("%s runs", node).isTrue();
			assertThat(node.errors()).as("errors in the log of %s", node)
				.allMatch((line) -> PROVOKED.matcher(line).find());
		}
	}

	private static MixedCluster cluster(ExtensionContext context) {
		return context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(MixedCluster.class, (key) -> Start.attempt(), Start.class)
			.cluster();
	}

	/** The start of the cluster, which is attempted once. */
	private record Start(MixedCluster attempted, @Nullable Throwable failure) implements AutoCloseable {

		private static Start attempt() {
			MixedCluster cluster = new MixedCluster();
			try {
				cluster.start();
				return new Start(cluster, null);
			}
			catch (RuntimeException | AssertionError ex) {
				cluster.close();
				return new Start(cluster, ex);
			}
		}

		private MixedCluster cluster() {
			if (this.failure != null) {
				throw new IllegalStateException("The mixed cluster could not be started", this.failure);
			}
			return this.attempted;
		}

		@Override
		public void close() {
			this.attempted.close();
		}

	}

}
