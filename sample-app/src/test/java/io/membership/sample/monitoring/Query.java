package io.membership.sample.monitoring;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A PromQL expression of the dashboard or of the alert rules.
 *
 * @param where the panel or rule that it belongs to
 * @param expression the expression, ready to be evaluated
 */
record Query(String where, String expression) {

	static final Path FOLDER = Path.of("..", "src", "grafana");

	static List<Query> ofDashboard() throws IOException {
		List<Query> queries = new ArrayList<>();
		for (JsonNode panel : dashboard().path("panels")) {
			for (JsonNode target : panel.path("targets")) {
				queries.add(new Query("panel '" + panel.path("title").asString() + "'",
						filled(target.path("expr").asString())));
			}
		}
		return queries;
	}

	static JsonNode dashboard() throws IOException {
		return JsonMapper.shared().readTree(FOLDER.resolve("dashboard.json"));
	}

	/** As Grafana fills the variables in when everything is selected. */
	private static String filled(String expression) {
		return expression.replace("$job", ".*").replace("$instance", ".*").replace("$__rate_interval", "10s");
	}

	@SuppressWarnings("unchecked")
	static List<Query> ofAlertRules() throws IOException {
		List<Query> queries = new ArrayList<>();
		try (Reader reader = Files.newBufferedReader(FOLDER.resolve("alerts.yml"))) {
			Map<String, List<Map<String, Object>>> file = new Yaml().load(reader);
			for (Map<String, Object> group : file.getOrDefault("groups", List.of())) {
				for (Map<String, Object> rule : (List<Map<String, Object>>) group.get("rules")) {
					queries.add(new Query("rule " + rule.get("alert"), rule.get("expr").toString().strip()));
				}
			}
		}
		return queries;
	}

	/**
	 * The same with comparisons that answer 0 or 1 instead of leaving out what is false:
	 * it returns data exactly if both sides of every comparison do.
	 */
	Query whetherOrNotItFires() {
		return new Query(this.where, this.expression.replaceAll(" (==|!=|<=|>=|<|>) ", " $1 bool "));
	}

	@Override
	public String toString() {
		return this.where + ": " + this.expression;
	}

}
