package io.membership.benchmarks.micro;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Measures the CPU time of the whole process for one operation, including garbage
 * collection and the set-up of an iteration. Unlike wall-clock time, it hardly depends on
 * the load of the machine.
 */
public final class CpuProfiler implements InternalProfiler {

	/** Name of the secondary result. */
	static final String CPU = "cpu.time.norm";

	private final OperatingSystemMXBean os = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

	private long before;

	@Override
	public String getDescription() {
		return "CPU time of the process for one operation";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		this.before = this.os.getProcessCpuTime();
	}

	@Override
	public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		double nanos = this.os.getProcessCpuTime() - this.before;
		long operations = result.getMetadata().getAllOps();
		return List
			.of(new ScalarResult(CPU, (operations > 0) ? nanos / operations : 0, "ns/op", AggregationPolicy.AVG));
	}

}
