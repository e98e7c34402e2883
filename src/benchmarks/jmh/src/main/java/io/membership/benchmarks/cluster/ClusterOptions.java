package io.membership.benchmarks.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The options of the command line. */
final class ClusterOptions {

	static final String USAGE = """
			usage: java -jar benchmarks.jar cluster [options]
			  -n N              members (10)
			  -config NAME      lan or local (lan)
			  -run R            number of this run in the records (1)
			  -loops L          event-loop threads that the members share (1, as in an application)
			  -join-par P       joins at the same time (16)
			  -join-gap-ms MS   pause before each join (0)
			  -settle S         seconds from convergence to the idle measurement (8)
			  -idle S           seconds of the idle measurement, 0 for none (20)
			  -bcasts B         single broadcasts (5)
			  -leaves L         members that leave (3)
			  -fails F          members that crash (3)
			  -sustain          also raise the rate of broadcasts until the cluster no longer keeps up
			  -converge-only    only create and join
			  -warm-up          first create, join and close another cluster, so that the code is compiled
			  -quick            a look: idle for 5 s, 2 broadcasts, 1 leave, 1 crash
			""";

	int n = 10;

	String config = "lan";

	int run = 1;

	int loops = 1;

	int joinPar = 16;

	int joinGapMillis;

	int settleSeconds = 8;

	int idleSeconds = 20;

	int broadcasts = 5;

	int leaves = 3;

	int crashes = 3;

	boolean sustain;

	boolean warmUp;

	private ClusterOptions() {
	}

	/**
	 * Parses the options.
	 * @throws IllegalArgumentException if an option is unknown
	 */
	static ClusterOptions parse(String[] args) {
		ClusterOptions options = new ClusterOptions();
		Deque<String> left = new ArrayDeque<>(List.of(args));
		while (!left.isEmpty()) {
			String name = left.removeFirst();
			switch (name) {
				case "-quick" -> options.steps(2, 5, 2, 1, 1);
				case "-converge-only" -> options.steps(0, 0, 0, 0, 0);
				case "-warm-up" -> options.warmUp = true;
				case "-sustain" -> options.sustain = true;
				default -> {
					if (left.isEmpty()) {
						throw new IllegalArgumentException("Unknown option, or one without a value: " + name);
					}
					options.set(name, left.removeFirst());
				}
			}
		}
		return options;
	}

	private void steps(int settle, int idle, int bcasts, int leaving, int crashing) {
		this.settleSeconds = settle;
		this.idleSeconds = idle;
		this.broadcasts = bcasts;
		this.leaves = leaving;
		this.crashes = crashing;
	}

	private void set(String name, String value) {
		switch (name) {
			case "-n" -> this.n = Integer.parseInt(value);
			case "-config" -> this.config = value;
			case "-run" -> this.run = Integer.parseInt(value);
			case "-loops" -> this.loops = Integer.parseInt(value);
			case "-join-par" -> this.joinPar = Integer.parseInt(value);
			case "-join-gap-ms" -> this.joinGapMillis = Integer.parseInt(value);
			case "-settle" -> this.settleSeconds = Integer.parseInt(value);
			case "-idle" -> this.idleSeconds = Integer.parseInt(value);
			case "-bcasts" -> this.broadcasts = Integer.parseInt(value);
			case "-leaves" -> this.leaves = Integer.parseInt(value);
			case "-fails" -> this.crashes = Integer.parseInt(value);
			default -> throw new IllegalArgumentException("Unknown option: " + name);
		}
	}

}
