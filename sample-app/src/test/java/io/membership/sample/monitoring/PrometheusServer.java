package io.membership.sample.monitoring;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus that scrapes members once a second and evaluates the alert rules as
 * often.
 */
final class PrometheusServer implements AutoCloseable {

	private final Process process;

	private final int port;

	private PrometheusServer(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	static PrometheusServer start(List<Integer> targets, Path folder) throws IOException {
		Path config = Files.writeString(folder.resolve("prometheus.yml"), """
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
		int port = SampleProcess.freePort();
		Process process = new ProcessBuilder(Program.require("prometheus"), "--config.file=" + config,
				"--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port,
				"--log.level=warn")
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("prometheus.log").toFile())
			.start();
		return new PrometheusServer(process, port);
	}

	/** The values that an expression has now; what is not a number is left out. */
	List<Double> values(String expression) throws IOException, InterruptedException {
		return api("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).path("result")
			.valueStream()
			.map((sample) -> Double.valueOf(sample.path("value").path(1).asString().replace("+Inf", "Infinity")))
			.filter((value) -> !value.isNaN())
			.toList();
	}

	/** The alerts that are pending or firing. */
	List<String> alerts() throws IOException, InterruptedException {
		return api("alerts").path("alerts")
			.valueStream()
			.map((alert) -> alert.path("labels").path("alertname").asString())
			.toList();
	}

	/** The rules that Prometheus has evaluated without an error. */
	List<String> healthyRules() throws IOException, InterruptedException {
		return api("rules").path("groups")
			.valueStream()
			.flatMap((group) -> group.path("rules").valueStream())
			.filter((rule) -> "ok".equals(rule.path("health").asString()))
			.map((rule) -> "rule " + rule.path("name").asString())
			.toList();
	}

	private JsonNode api(String path) throws IOException, InterruptedException {
		return JsonMapper.shared().readTree(SampleProcess.get(this.port, "/api/v1/" + path)).path("data");
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		this.process.waitFor();
	}

}
