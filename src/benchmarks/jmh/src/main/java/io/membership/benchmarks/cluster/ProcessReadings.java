package io.membership.benchmarks.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;

/** Resource usage of this process and this machine. Unreadable values are NaN. */
final class ProcessReadings {

	private static final OperatingSystemMXBean OS = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final double JIFFIES_PER_SECOND = 100;

	private ProcessReadings() {
	}

	/**
	 * Returns the CPU seconds of this process, user and system, including the JVM's own
	 * threads.
	 */
	static double cpuSeconds() {
		return OS.getProcessCpuTime() / 1e9;
	}

	/** Returns the CPU seconds of the whole machine. */
	static double machineCpuSeconds() {
		List<String> lines = lines("/proc/stat");
		if (lines.isEmpty()) {
			return Double.NaN;
		}
		// user nice system idle iowait irq softirq steal
		long[] ticks = Arrays.stream(lines.get(0).trim().split("\\s+")).skip(1).mapToLong(Long::parseLong).toArray();
		return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]) / JIFFIES_PER_SECOND;
	}

	static double load() {
		return OS.getSystemLoadAverage();
	}

	static double residentMebibytes() {
		return lines("/proc/self/status").stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToDouble((line) -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
			.findFirst()
			.orElse(Double.NaN);
	}

	/** Returns the bytes of used heap after a full collection. */
	static double liveHeapKibibytes() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0;
	}

	static int threads() {
		return ManagementFactory.getThreadMXBean().getThreadCount();
	}

	private static List<String> lines(String file) {
		try {
			return Files.readAllLines(Path.of(file));
		}
		catch (IOException ex) {
			return List.of();
		}
	}

}
