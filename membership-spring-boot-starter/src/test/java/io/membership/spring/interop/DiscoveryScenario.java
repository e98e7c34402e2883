package io.membership.spring.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.membership.testing.MemberProcess;
import io.membership.testing.SerfAgent;

import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link DiscoveryInteropTests} runs in a network of its own: an agent, an
 * application that finds it, and another agent that is found or finds them. Ends with 0
 * if all see all.
 */
final class DiscoveryScenario {

	private static final Map<String, Object> AGENT = Map.of("discover", "mixed", "interface", "lo");

	private static final Map<String, Object> APP = Map.of("membership.seeds.mdns", "mixed",
			"membership.seeds.mdns-interface", "lo", "membership.seeds.retry.max-delay", "2s",
			"membership.seeds.retry.interval", "2s");

	private DiscoveryScenario() {
	}

	public static void main(String[] arguments) {
		Path folder = Path.of(arguments[0]);
		List<MemberProcess> nodes = new ArrayList<>();
		int exitCode = 1;
		try {
			// the application finds the first agent, and the second agent and the
			// application
			// find each other
			nodes.add(start(new SerfAgent(folder, "early-agent", AGENT)));
			nodes.add(start(new SpringApp(folder, "app", APP)));
			awaitAgreement(nodes);
			nodes.get(0).serf().run("leave");
			nodes.get(0).process().awaitEnd();
			nodes.remove(0);
			nodes.add(start(new SerfAgent(folder, "late-agent", AGENT)));
			awaitAgreement(nodes);
			exitCode = 0;
		}
		finally {
			nodes.forEach(MemberProcess::close);
			if (exitCode != 0) {
				nodes.forEach((node) -> node.log().lines().forEach(System.out::println));
			}
		}
		System.exit(exitCode);
	}

	private static MemberProcess start(MemberProcess node) {
		node.start();
		return node;
	}

	private static void awaitAgreement(List<MemberProcess> nodes) {
		eventually(() -> {
			for (MemberProcess node : nodes) {
				for (MemberProcess other : nodes) {
					assertThat(node.statusOf(other.name())).as("%s at %s", other, node).isEqualTo("alive");
				}
			}
		});
	}

}
