package io.membership.agent;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.membership.Subscription;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterListener;
import io.membership.cluster.MemberEventType;
import io.membership.cluster.PendingQuery;
import io.membership.cluster.QueryAnswer;
import io.membership.cluster.QueryListener;
import io.membership.cluster.QueryRequest;
import io.membership.cluster.coordinate.Coordinate;
import io.membership.cluster.keys.KeyResult;
import io.membership.gossip.JoinResult;
import io.membership.testing.Json;
import org.jspecify.annotations.Nullable;

/** The cluster behind a recorded connection, as far as the recording shows it. */
final class RecordedTarget extends FakeTarget {

	private final RecordedConnection recording;

	RecordedTarget(RecordedConnection recording) {
		this.recording = recording;
		if (!recording.isDialogue()) {
			return;
		}
		for (String command : List.of("members", "members-filtered")) {
			recording.bodies(command, "response")
				.forEach((body) -> this.members = Json.array(body.get("Members"))
					.stream()
					.map(RecordedConnection::member)
					.toList());
		}
		recording.bodies("join", "response").forEach((body) -> {
			String error = recording.error("join");
			String prefix = "\t* Failed to join 127.0.0.1: ";
			Map<String, String> failures = error.isEmpty() ? Map.of()
					: Map.of("127.0.0.1", error.substring(error.indexOf(prefix) + prefix.length()).strip());
			this.join = CompletableFuture
				.completedFuture(new JoinResult(RecordedConnection.number(body, "Num"), failures));
		});
		recording.bodies("stats", "response").forEach((body) -> {
			this.stats = RecordedConnection.texts(body.get("serf"));
			this.tags = RecordedConnection.texts(body.get("tags"));
		});
		for (String command : List.of("list-keys", "install-key", "use-key", "remove-key")) {
			recording.bodies(command, "response")
				.forEach((body) -> this.keys = (call) -> CompletableFuture.completedFuture(keyResult(body)));
		}
		readCoordinates();
	}

	private void readCoordinates() {
		List<String> names = this.recording.requests("get-coordinate")
			.map((body) -> (String) body.get("Node"))
			.toList();
		List<Map<String, @Nullable Object>> answers = this.recording.bodies("get-coordinate", "response").toList();
		Map<String, Coordinate> known = new HashMap<>();
		for (int i = 0; i < answers.size(); i++) {
			if (Boolean.TRUE.equals(answers.get(i).get("Ok"))) {
				known.put(names.get(i), coordinate(Json.object(answers.get(i).get("Coord"))));
			}
		}
		this.coordinates = known;
	}

	private static Coordinate coordinate(Map<String, @Nullable Object> json) {
		double[] vector = Json.array(json.get("Vec")).stream().mapToDouble((value) -> (Double) value).toArray();
		return new Coordinate(vector, (Double) json.get("Error"), (Double) json.get("Adjustment"),
				(Double) json.get("Height"));
	}

	private static KeyResult keyResult(Map<String, @Nullable Object> body) {
		Map<String, Integer> keys = new LinkedHashMap<>();
		if (body.get("Keys") != null) {
			Json.object(body.get("Keys")).forEach((key, count) -> keys.put(key, ((Long) count).intValue()));
		}
		return new KeyResult(RecordedConnection.number(body, "NumNodes"), RecordedConnection.number(body, "NumResp"),
				RecordedConnection.number(body, "NumErr"), RecordedConnection.texts(body.get("Messages")), keys,
				Map.of(), List.of());
	}

	/** Everything that the recorded query brought, at once. */
	@Override
	public PendingQuery query(QueryRequest request, QueryListener listener) {
		this.recording.bodies("query", "record").forEach((body) -> {
			String from = (String) body.get("From");
			switch ((String) body.get("Type")) {
				case "ack" -> listener.acknowledged(from);
				case "response" ->
					listener.answered(new QueryAnswer(from, RecordedConnection.bytes(body.get("Payload"))));
				default -> listener.closed();
			}
		});
		return super.query(request, listener);
	}

	/** Everything that the recorded stream showed, at once. */
	@Override
	public Subscription subscribe(ClusterListener listener) {
		this.recording.bodies("stream", "record").forEach((body) -> listener.clusterEvent(event(body)));
		return super.subscribe(listener);
	}

	private static ClusterEvent event(Map<String, @Nullable Object> body) {
		String kind = (String) body.get("Event");
		if (kind.startsWith("member-")) {
			MemberEventType type = List.of(MemberEventType.values())
				.stream()
				.filter((candidate) -> candidate.serfName().equals(kind))
				.findFirst()
				.orElseThrow();
			return new ClusterEvent.Membership(type,
					Json.array(body.get("Members")).stream().map(RecordedConnection::member).toList());
		}
		long time = (Long) body.get("LTime");
		String name = (String) body.get("Name");
		byte[] payload = RecordedConnection.bytes(body.get("Payload"));
		return "user".equals(kind) ? new ClusterEvent.User(time, name, payload, (Boolean) body.get("Coalesce"))
				: new ClusterEvent.Query(new FakeQuery(time, name, payload));
	}

}
