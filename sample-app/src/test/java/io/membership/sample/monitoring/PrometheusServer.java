package io.membership.sample.monitoring;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import io.membership.testing.JsonApi;
import io.membership.testing.Ports;
import io.membership.testing.ServerProcess;
import tools.jackson.databind.JsonNode;

/**
 * A real Prometheus that scrapes members once a second and evaluates the alert rules as
 * often.
 */
final class PrometheusServer extends ServerProcess {

	private final Path config;

	private final Path data;

	private int port = Ports.reserve();

	/**
	 * Creates a Prometheus that is not started yet.
	 * @param folder folder for its files
	 * @param targets ports of the members
	 */
	PrometheusServer(Path folder, List<Integer> targets) throws IOException {
		super(folder, "prometheus");
		this.data = folder.resolve("data");
		this.config = Files.writeString(file("yml"), """
				global:
				  scrape_interval: 1s
				  scrape_timeout: 1s
				  evaluation_interval: 1s
				rule_files:
				  - %s
				scrape_configs:
				  - job_name: sample
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: [%s]
				""".formatted(Query.FOLDER.resolve("alerts.yml").toRealPath(),
				targets.stream().map((target) -> "'127.0.0.1:" + target + "'").collect(Collectors.joining(", "))));
	}

	@Override
	protected List<String> command() {
		return List.of("prometheus", "--config.file=" + this.config, "--storage.tsdb.path=" + this.data,
				"--web.listen-address=127.0.0.1:" + this.port, "--log.level=warn");
	}

	@Override
	protected boolean isReady() {
		return http().answers("-/ready");
	}

	@Override
	protected boolean forgetPorts() {
		this.port = Ports.reserve();
		return true;
	}

	private JsonApi http() {
		return new JsonApi("http://127.0.0.1:" + this.port);
	}

	/** The values that an expression has now; what is not a number is left out. */
	List<Double> values(String expression) {
		return api("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).path("result")
			.valueStream()
			.map((sample) -> Double.valueOf(sample.path("value").path(1).asString().replace("+Inf", "Infinity")))
			.filter((value) -> !value.isNaN())
			.toList();
	}

	/** The alerts that are pending or firing. */
	List<String> alerts() {
		return api("alerts").path("alerts")
			.valueStream()
			.map((alert) -> alert.path("labels").path("alertname").asString())
			.toList();
	}

	/** The rules that Prometheus has evaluated without an error. */
	List<String> healthyRules() {
		return api("rules").path("groups")
			.valueStream()
			.flatMap((group) -> group.path("rules").valueStream())
			.filter((rule) -> "ok".equals(rule.path("health").asString()))
			.map((rule) -> "rule " + rule.path("name").asString())
			.toList();
	}

	private JsonNode api(String path) {
		return http().get("api/v1/" + path).path("data");
	}

}
