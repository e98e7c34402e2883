package io.membership.wire;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Shows messages in the form that the golden vectors have. */
final class Fields {

	private Fields() {
	}

	static Map<String, @Nullable Object> of(Message message) {
		if (message instanceof Message.User user) {
			return map("type", "user", "payload_hex", HexFormat.of().formatHex(user.payload()));
		}
		if (message instanceof Message.PushPull pushPull) {
			return map("type", "pushPull", "header",
					map("Join", pushPull.join(), "Nodes", (long) pushPull.nodes().size(), "UserStateLen",
							(long) pushPull.userState().length),
					"nodes", pushPull.nodes().stream().map(Fields::of).toList(), "userState_hex",
					HexFormat.of().formatHex(pushPull.userState()));
		}
		if (message instanceof Message.Ping ping) {
			return typed("ping", source(map("Node", ping.node(), "SeqNo", ping.seqNo()), ping.sourceAddr(),
					ping.sourcePort(), ping.sourceNode()));
		}
		if (message instanceof Message.IndirectPing ping) {
			return typed("indirectPing",
					source(map("Nack", ping.nack(), "Node", ping.node(), "Port", (long) ping.port(), "SeqNo",
							ping.seqNo(), "Target", bytes(ping.target())), ping.sourceAddr(), ping.sourcePort(),
							ping.sourceNode()));
		}
		if (message instanceof Message.Ack ack) {
			return typed("ack", map("Payload", bytes(ack.payload()), "SeqNo", ack.seqNo()));
		}
		if (message instanceof Message.Nack nack) {
			return typed("nack", map("SeqNo", nack.seqNo()));
		}
		if (message instanceof Message.ErrorReply reply) {
			return typed("err", map("Error", reply.error()));
		}
		if (message instanceof Message.Suspect suspect) {
			return typed("suspect",
					map("From", suspect.from(), "Incarnation", suspect.incarnation(), "Node", suspect.node()));
		}
		if (message instanceof Message.Dead dead) {
			return typed("dead", map("From", dead.from(), "Incarnation", dead.incarnation(), "Node", dead.node()));
		}
		Message.Alive alive = (Message.Alive) message;
		return typed("alive", map("Addr", bytes(alive.addr()), "Incarnation", alive.incarnation(), "Meta",
				bytes(alive.meta()), "Node", alive.node(), "Port", (long) alive.port(), "Vsn", bytes(alive.vsn())));
	}

	static Map<String, @Nullable Object> of(Message.NodeState node) {
		return map("Addr", bytes(node.addr()), "Incarnation", node.incarnation(), "Meta", bytes(node.meta()), "Name",
				node.name(), "Port", (long) node.port(), "State", (long) node.state(), "Vsn", bytes(node.vsn()));
	}

	/** What a vector says, without what is there for people only. */
	static Map<String, @Nullable Object> of(Map<String, @Nullable Object> vector) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>(vector);
		if ("user".equals(fields.get("type"))) {
			fields.remove("header");
		}
		return fields;
	}

	static Map<String, @Nullable Object> typed(String type, Map<String, @Nullable Object> fields) {
		return map("type", type, "fields", fields);
	}

	private static Map<String, @Nullable Object> source(Map<String, @Nullable Object> fields, byte @Nullable [] addr,
			int port, String node) {
		if (addr != null) {
			fields.put("SourceAddr", bytes(addr));
		}
		if (port != 0) {
			fields.put("SourcePort", (long) port);
		}
		if (!node.isEmpty()) {
			fields.put("SourceNode", node);
		}
		return fields;
	}

	static @Nullable Object bytes(byte @Nullable [] bytes) {
		return (bytes != null) ? Map.of("$bytes", HexFormat.of().formatHex(bytes)) : null;
	}

	static Map<String, @Nullable Object> map(@Nullable Object... entries) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < entries.length; i += 2) {
			map.put((String) entries[i], entries[i + 1]);
		}
		return map;
	}

	static List<Map<String, @Nullable Object>> of(List<Message> messages) {
		return messages.stream().map((message) -> of(message)).toList();
	}

}
