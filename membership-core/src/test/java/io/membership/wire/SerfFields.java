package io.membership.wire;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import org.jspecify.annotations.Nullable;

import static io.membership.wire.Fields.bytes;
import static io.membership.wire.Fields.map;
import static io.membership.wire.Fields.typed;

/** Shows messages of Serf in the form that the golden vectors have. */
final class SerfFields {

	private SerfFields() {
	}

	/** A message of memberlist, with what Serf has put into it. */
	static Map<String, @Nullable Object> of(Message message) throws WireException {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>(Fields.of(message));
		if (message instanceof Message.Alive alive) {
			fields.put("serf_tags", tags(alive.meta()));
		}
		else if (message instanceof Message.Ack ack) {
			fields.put("serf_ping", coordinate(CoordinatePayload.decode(ack.payload())));
		}
		else if (message instanceof Message.User user) {
			fields.put("serf", of(SerfCodec.decode(user.payload())));
		}
		else if (message instanceof Message.PushPull pushPull) {
			List<Map<String, @Nullable Object>> nodes = new ArrayList<>();
			for (Message.NodeState node : pushPull.nodes()) {
				Map<String, @Nullable Object> state = Fields.of(node);
				state.put("serf_tags", tags(node.meta()));
				nodes.add(state);
			}
			fields.put("nodes", nodes);
			fields.put("serf", of(SerfCodec.decode(pushPull.userState())));
		}
		return fields;
	}

	static Map<String, @Nullable Object> of(SerfMessage message) throws WireException {
		if (message instanceof SerfMessage.Leave leave) {
			return typed("leave", map("LTime", u64(leave.ltime()), "Node", leave.node(), "Prune", leave.prune()));
		}
		if (message instanceof SerfMessage.Join join) {
			return typed("join", map("LTime", u64(join.ltime()), "Node", join.node()));
		}
		if (message instanceof SerfMessage.PushPull pushPull) {
			return pushPull(pushPull);
		}
		if (message instanceof SerfMessage.UserEvent event) {
			return typed("userEvent", map("CC", event.coalesce(), "LTime", u64(event.ltime()), "Name", event.name(),
					"Payload", bytes(event.payload())));
		}
		if (message instanceof SerfMessage.Query query) {
			return query(query);
		}
		if (message instanceof SerfMessage.QueryResponse response) {
			return withPayload(typed("queryResponse", map("Flags", response.flags(), "From", response.from(), "ID",
					response.id(), "LTime", u64(response.ltime()), "Payload", bytes(response.payload()))),
					response.payload());
		}
		if (message instanceof SerfMessage.ConflictResponse response) {
			return map("type", "conflictResponse", "fields",
					(response.member() != null) ? member(response.member()) : null);
		}
		if (message instanceof SerfMessage.KeyRequest request) {
			return typed("keyRequest", map("Key", bytes(request.key())));
		}
		if (message instanceof SerfMessage.KeyResponse response) {
			return typed("keyResponse", map("Keys", nilIfEmpty(response.keys()), "Message", response.message(),
					"PrimaryKey", response.primaryKey(), "Result", response.result()));
		}
		SerfMessage.Relay relay = (SerfMessage.Relay) message;
		return map("type", "relay", "header",
				map("DestAddr",
						map("IP", bytes(relay.destAddr()), "Port", (long) relay.destPort(), "Zone", relay.destZone()),
						"DestName", relay.destName()),
				"inner", of(SerfCodec.decode(relay.message())));
	}

	/** Tags as metadata has them. */
	static Map<String, @Nullable Object> tags(byte @Nullable [] meta) throws WireException {
		Map<String, String> tags = Tags.decode(meta);
		return (meta != null && meta[0] == -1) ? map("magic", 255L, "tags", tags)
				: map("role_only", tags.get(Tags.ROLE));
	}

	private static Map<String, @Nullable Object> pushPull(SerfMessage.PushPull message) {
		Map<String, @Nullable Object> ltimes = new LinkedHashMap<>();
		message.statusLtimes().forEach((name, ltime) -> ltimes.put(name, u64(ltime)));
		List<@Nullable Object> slots = new ArrayList<>();
		for (SerfMessage.EventSlot slot : message.events()) {
			slots.add((slot != null) ? map("Events",
					slot.events()
						.stream()
						.map((event) -> map("Name", event.name(), "Payload", bytes(event.payload())))
						.toList(),
					"LTime", u64(slot.ltime())) : null);
		}
		return typed("pushPull",
				map("EventLTime", u64(message.eventLtime()), "Events", slots, "LTime", u64(message.ltime()),
						"LeftMembers", message.leftMembers(), "QueryLTime", u64(message.queryLtime()), "StatusLTimes",
						ltimes));
	}

	private static Map<String, @Nullable Object> query(SerfMessage.Query query) throws WireException {
		Map<String, @Nullable Object> fields = typed("query",
				map("Addr", bytes(query.addr()), "Filters",
						nilIfEmpty(query.filters().stream().map(Fields::bytes).toList()), "Flags", query.flags(), "ID",
						query.id(), "LTime", u64(query.ltime()), "Name", query.name(), "Payload",
						bytes(query.payload()), "Port", (long) query.port(), "RelayFactor", (long) query.relayFactor(),
						"SourceNode", query.sourceNode(), "Timeout", query.timeoutNanos()));
		List<Map<String, @Nullable Object>> filters = new ArrayList<>();
		for (byte[] filter : query.filters()) {
			filters.add(filter(SerfCodec.decodeFilter(filter)));
		}
		fields.put("filters", filters);
		return withPayload(fields, query.payload());
	}

	private static Map<String, @Nullable Object> filter(SerfMessage.Filter filter) {
		if (filter instanceof SerfMessage.TagFilter tag) {
			return map("filterType", (long) tag.kind(), "value", map("Expr", tag.expr(), "Tag", tag.tag()));
		}
		SerfMessage.NodeFilter nodes = (SerfMessage.NodeFilter) filter;
		return map("filterType", (long) nodes.kind(), "value", nodes.nodes());
	}

	private static Map<String, @Nullable Object> member(SerfMessage.MemberRecord member) {
		return map("Addr", bytes(member.addr()), "DelegateCur", (long) member.delegateCur(), "DelegateMax",
				(long) member.delegateMax(), "DelegateMin", (long) member.delegateMin(), "Name", member.name(), "Port",
				(long) member.port(), "ProtocolCur", (long) member.protocolCur(), "ProtocolMax",
				(long) member.protocolMax(), "ProtocolMin", (long) member.protocolMin(), "Status",
				(long) member.status(), "Tags", member.tags());
	}

	private static Map<String, @Nullable Object> coordinate(@Nullable CoordinatePayload payload) {
		return map("version", 1L, "coordinate", map("Adjustment", payload.adjustment(), "Error", payload.error(),
				"Height", payload.height(), "Vec", DoubleStream.of(payload.vec()).boxed().toList()));
	}

	/** Some payloads are messages themselves. */
	private static Map<String, @Nullable Object> withPayload(Map<String, @Nullable Object> fields,
			byte @Nullable [] payload) throws WireException {
		if (payload != null && payload.length > 0 && payload[0] >= SerfMessageType.CONFLICT_RESPONSE.code()
				&& payload[0] <= SerfMessageType.KEY_RESPONSE.code()) {
			fields.put("payload_message", of(SerfCodec.decode(payload)));
		}
		return fields;
	}

	private static @Nullable Object nilIfEmpty(List<?> list) {
		return list.isEmpty() ? null : list;
	}

	private static Number u64(long value) {
		return (value >= 0) ? (Number) value : new BigInteger(Long.toUnsignedString(value));
	}

}
