package io.membership.wire;

import java.util.List;

import io.membership.wire.SerfMessage.Event;
import io.membership.wire.SerfMessage.EventSlot;
import io.membership.wire.SerfMessage.Join;
import io.membership.wire.SerfMessage.KeyRequest;
import io.membership.wire.SerfMessage.KeyResponse;
import io.membership.wire.SerfMessage.Leave;
import io.membership.wire.SerfMessage.MemberRecord;
import io.membership.wire.SerfMessage.PushPull;
import io.membership.wire.SerfMessage.Query;
import io.membership.wire.SerfMessage.QueryResponse;
import io.membership.wire.SerfMessage.TagFilter;
import io.membership.wire.SerfMessage.UserEvent;
import org.jspecify.annotations.Nullable;

import static io.membership.wire.Field.bool;
import static io.membership.wire.Field.bytes;
import static io.membership.wire.Field.i32;
import static io.membership.wire.Field.i64;
import static io.membership.wire.Field.text;
import static io.membership.wire.Field.u16;
import static io.membership.wire.Field.u32;
import static io.membership.wire.Field.u64;
import static io.membership.wire.Field.u8;
import static io.membership.wire.Field.value;
import static io.membership.wire.Form.list;
import static io.membership.wire.Form.map;
import static io.membership.wire.Form.nilIfEmpty;
import static io.membership.wire.Form.nullable;
import static io.membership.wire.Schema.schema;

/**
 * Schemas of Serf's messages. The fields are in the order in which Serf declares them.
 * Empty filters and keys are written as nil, every other empty list or map as empty.
 */
final class SerfSchemas {

	static final Schema<Leave> LEAVE = schema(Leave::new, u64("LTime", Leave::ltime), text("Node", Leave::node),
			bool("Prune", Leave::prune));

	static final Schema<Join> JOIN = schema(Join::new, u64("LTime", Join::ltime), text("Node", Join::node));

	private static final Schema<Event> EVENT = schema(Event::new, text("Name", Event::name),
			bytes("Payload", Event::payload));

	private static final Schema<EventSlot> EVENT_SLOT = schema(EventSlot::new, u64("LTime", EventSlot::ltime),
			value("Events", list(EVENT), EventSlot::events));

	static final Schema<PushPull> PUSH_PULL = schema(PushPull::new, u64("LTime", PushPull::ltime),
			value("StatusLTimes", map(Form.U64), PushPull::statusLtimes),
			value("LeftMembers", list(Form.TEXT), PushPull::leftMembers), u64("EventLTime", PushPull::eventLtime),
			value("Events", list(nullable(EVENT_SLOT)), PushPull::events), u64("QueryLTime", PushPull::queryLtime));

	static final Schema<UserEvent> USER_EVENT = schema(UserEvent::new, u64("LTime", UserEvent::ltime),
			text("Name", UserEvent::name), bytes("Payload", UserEvent::payload), bool("CC", UserEvent::coalesce));

	static final Schema<Query> QUERY = schema(Query::new, u64("LTime", Query::ltime), u32("ID", Query::id),
			bytes("Addr", Query::addr), u16("Port", Query::port), text("SourceNode", Query::sourceNode),
			value("Filters", nilIfEmpty(list(Form.BYTES)), Query::filters), u32("Flags", Query::flags),
			u8("RelayFactor", Query::relayFactor), i64("Timeout", Query::timeoutNanos), text("Name", Query::name),
			bytes("Payload", Query::payload));

	static final Schema<QueryResponse> QUERY_RESPONSE = schema(QueryResponse::new, u64("LTime", QueryResponse::ltime),
			u32("ID", QueryResponse::id), text("From", QueryResponse::from), u32("Flags", QueryResponse::flags),
			bytes("Payload", QueryResponse::payload));

	private static final Schema<MemberRecord> MEMBER = schema(MemberRecord::new, text("Name", MemberRecord::name),
			bytes("Addr", MemberRecord::addr), u16("Port", MemberRecord::port),
			value("Tags", Tags.FORM, MemberRecord::tags), i32("Status", MemberRecord::status),
			u8("ProtocolMin", MemberRecord::protocolMin), u8("ProtocolMax", MemberRecord::protocolMax),
			u8("ProtocolCur", MemberRecord::protocolCur), u8("DelegateMin", MemberRecord::delegateMin),
			u8("DelegateMax", MemberRecord::delegateMax), u8("DelegateCur", MemberRecord::delegateCur));

	/** A conflict response is the member itself, or nil. */
	static final Form<@Nullable MemberRecord> CONFLICT_RESPONSE = nullable(MEMBER);

	static final Schema<KeyRequest> KEY_REQUEST = schema(KeyRequest::new, bytes("Key", KeyRequest::key));

	static final Schema<KeyResponse> KEY_RESPONSE = schema(KeyResponse::new, bool("Result", KeyResponse::result),
			text("Message", KeyResponse::message), value("Keys", nilIfEmpty(list(Form.TEXT)), KeyResponse::keys),
			text("PrimaryKey", KeyResponse::primaryKey));

	/** An address and port as Go writes them. */
	private static final Schema<SocketAddress> SOCKET_ADDRESS = schema(SocketAddress::new,
			bytes("IP", SocketAddress::ip), u16("Port", SocketAddress::port), text("Zone", SocketAddress::zone));

	/** The header of a relay, in front of the relayed message. */
	static final Schema<RelayHeader> RELAY_HEADER = schema(RelayHeader::new,
			value("DestAddr", SOCKET_ADDRESS, RelayHeader::address), text("DestName", RelayHeader::name));

	static final Form<List<String>> NODE_FILTER = list(Form.TEXT);

	static final Schema<TagFilter> TAG_FILTER = schema(TagFilter::new, text("Tag", TagFilter::tag),
			text("Expr", TagFilter::expr));

	private SerfSchemas() {
	}

	/**
	 * The destination of a relay.
	 *
	 * @param address its address
	 * @param name its name
	 */
	record RelayHeader(SocketAddress address, String name) {
	}

	/**
	 * An address and port.
	 *
	 * @param ip the address
	 * @param port the port
	 * @param zone scope of a link-local address; else empty
	 */
	record SocketAddress(byte @Nullable [] ip, int port, String zone) {
	}

}
