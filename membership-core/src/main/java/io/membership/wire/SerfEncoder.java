package io.membership.wire;

import java.util.List;

import io.membership.wire.StructWriter.Key;
import org.jspecify.annotations.Nullable;

/**
 * The encoding half of {@link SerfCodec}. Fields are in the byte order of their names.
 */
final class SerfEncoder {

	private SerfEncoder() {
	}

	static byte[] encode(SerfMessage message) {
		StructWriter out = switch (message.type()) {
			case LEAVE -> {
				SerfMessage.Leave leave = (SerfMessage.Leave) message;
				yield packet(message).map(3)
					.u64(Key.LTime, leave.ltime())
					.text(Key.Node, leave.node())
					.bool(Key.Prune, leave.prune());
			}
			case JOIN -> {
				SerfMessage.Join join = (SerfMessage.Join) message;
				yield packet(message).map(2).u64(Key.LTime, join.ltime()).text(Key.Node, join.node());
			}
			case PUSH_PULL -> pushPull((SerfMessage.PushPull) message);
			case USER_EVENT -> {
				SerfMessage.UserEvent event = (SerfMessage.UserEvent) message;
				yield packet(message).map(4)
					.bool(Key.CC, event.coalesce())
					.u64(Key.LTime, event.ltime())
					.text(Key.Name, event.name())
					.bytes(Key.Payload, event.payload());
			}
			case QUERY -> query((SerfMessage.Query) message);
			case QUERY_RESPONSE -> {
				SerfMessage.QueryResponse response = (SerfMessage.QueryResponse) message;
				yield packet(message).map(5)
					.u32(Key.Flags, response.flags())
					.text(Key.From, response.from())
					.u32(Key.ID, response.id())
					.u64(Key.LTime, response.ltime())
					.bytes(Key.Payload, response.payload());
			}
			case CONFLICT_RESPONSE -> {
				SerfMessage.MemberRecord member = ((SerfMessage.ConflictResponse) message).member();
				yield (member != null) ? member(packet(message), member) : packet(message).nil();
			}
			case KEY_REQUEST -> packet(message).map(1).bytes(Key.Key, ((SerfMessage.KeyRequest) message).key());
			case KEY_RESPONSE -> keyResponse((SerfMessage.KeyResponse) message);
			case RELAY -> relay((SerfMessage.Relay) message);
		};
		return out.toByteArray();
	}

	static byte[] encodeFilter(SerfMessage.Filter filter) {
		StructWriter out = StructWriter.forPacket(filter.kind());
		if (filter instanceof SerfMessage.NodeFilter nodes) {
			return out.texts(nodes.nodes()).toByteArray();
		}
		if (filter instanceof SerfMessage.TagFilter tag) {
			return out.map(2).text(Key.Expr, tag.expr()).text(Key.Tag, tag.tag()).toByteArray();
		}
		if (filter.kind() <= SerfMessage.TagFilter.KIND || filter.kind() > 0xff) {
			throw new IllegalArgumentException("Kind " + filter.kind() + " of an unknown filter is not 2 to 255");
		}
		return out.raw(((SerfMessage.UnknownFilter) filter).body()).toByteArray();
	}

	private static StructWriter packet(SerfMessage message) {
		return StructWriter.forPacket(message.type().code());
	}

	private static StructWriter pushPull(SerfMessage.PushPull message) {
		StructWriter out = StructWriter.forStream(message.type().code())
			.map(6)
			.u64(Key.EventLTime, message.eventLtime())
			.key(Key.Events)
			.list(message.events().size());
		message.events().forEach((slot) -> eventSlot(out, slot));
		out.u64(Key.LTime, message.ltime())
			.key(Key.LeftMembers)
			.texts(message.leftMembers())
			.u64(Key.QueryLTime, message.queryLtime())
			.key(Key.StatusLTimes)
			.map(message.statusLtimes().size());
		message.statusLtimes().forEach((name, ltime) -> out.text(name).u64(ltime));
		return out;
	}

	private static void eventSlot(StructWriter out, SerfMessage.@Nullable EventSlot slot) {
		if (slot == null) {
			out.nil();
			return;
		}
		out.map(2).key(Key.Events).list(slot.events().size());
		for (SerfMessage.Event event : slot.events()) {
			out.map(2).text(Key.Name, event.name()).bytes(Key.Payload, event.payload());
		}
		out.u64(Key.LTime, slot.ltime());
	}

	private static StructWriter query(SerfMessage.Query query) {
		StructWriter out = packet(query).map(11).bytes(Key.Addr, query.addr()).key(Key.Filters);
		List<byte[]> filters = query.filters();
		if (filters.isEmpty()) {
			out.nil();
		}
		else {
			out.list(filters.size());
			filters.forEach(out::bytes);
		}
		return out.u32(Key.Flags, query.flags())
			.u32(Key.ID, query.id())
			.u64(Key.LTime, query.ltime())
			.text(Key.Name, query.name())
			.bytes(Key.Payload, query.payload())
			.u16(Key.Port, query.port())
			.u8(Key.RelayFactor, query.relayFactor())
			.text(Key.SourceNode, query.sourceNode())
			.integer(Key.Timeout, query.timeoutNanos());
	}

	private static StructWriter member(StructWriter out, SerfMessage.MemberRecord member) {
		return out.map(11)
			.bytes(Key.Addr, member.addr())
			.u8(Key.DelegateCur, member.delegateCur())
			.u8(Key.DelegateMax, member.delegateMax())
			.u8(Key.DelegateMin, member.delegateMin())
			.text(Key.Name, member.name())
			.u16(Key.Port, member.port())
			.u8(Key.ProtocolCur, member.protocolCur())
			.u8(Key.ProtocolMax, member.protocolMax())
			.u8(Key.ProtocolMin, member.protocolMin())
			.integer(Key.Status, member.status())
			.key(Key.Tags)
			.textMap(member.tags());
	}

	private static StructWriter keyResponse(SerfMessage.KeyResponse response) {
		StructWriter out = packet(response).map(4).key(Key.Keys);
		out = response.keys().isEmpty() ? out.nil() : out.texts(response.keys());
		return out.text(Key.Message, response.message())
			.text(Key.PrimaryKey, response.primaryKey())
			.bool(Key.Result, response.result());
	}

	private static StructWriter relay(SerfMessage.Relay relay) {
		if (relay.message().length == 0) {
			throw new IllegalArgumentException("A relay needs a message to pass on; this one is empty");
		}
		return packet(relay).map(2)
			.key(Key.DestAddr)
			.map(3)
			.bytes(Key.IP, relay.destAddr())
			.u16(Key.Port, relay.destPort())
			.text(Key.Zone, relay.destZone())
			.text(Key.DestName, relay.destName())
			.raw(relay.message());
	}

}
