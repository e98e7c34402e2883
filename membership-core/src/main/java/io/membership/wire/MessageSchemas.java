package io.membership.wire;

import io.membership.wire.Message.Ack;
import io.membership.wire.Message.Alive;
import io.membership.wire.Message.Dead;
import io.membership.wire.Message.ErrorReply;
import io.membership.wire.Message.IndirectPing;
import io.membership.wire.Message.Nack;
import io.membership.wire.Message.NodeState;
import io.membership.wire.Message.Ping;
import io.membership.wire.Message.Suspect;

import static io.membership.wire.Field.bool;
import static io.membership.wire.Field.bytes;
import static io.membership.wire.Field.i32;
import static io.membership.wire.Field.text;
import static io.membership.wire.Field.u16;
import static io.membership.wire.Field.u32;
import static io.membership.wire.Schema.schema;

/**
 * Schemas of memberlist's messages. The fields are in the order in which memberlist
 * declares them. An empty source of a ping is omitted; no other field is.
 */
final class MessageSchemas {

	static final Schema<Ping> PING = schema(Ping::new, u32("SeqNo", Ping::seqNo), text("Node", Ping::node),
			bytes("SourceAddr", Ping::sourceAddr).omitEmpty(), u16("SourcePort", Ping::sourcePort).omitEmpty(),
			text("SourceNode", Ping::sourceNode).omitEmpty());

	static final Schema<IndirectPing> INDIRECT_PING = schema(IndirectPing::new, u32("SeqNo", IndirectPing::seqNo),
			bytes("Target", IndirectPing::target), u16("Port", IndirectPing::port), text("Node", IndirectPing::node),
			bool("Nack", IndirectPing::nack), bytes("SourceAddr", IndirectPing::sourceAddr).omitEmpty(),
			u16("SourcePort", IndirectPing::sourcePort).omitEmpty(),
			text("SourceNode", IndirectPing::sourceNode).omitEmpty());

	static final Schema<Ack> ACK = schema(Ack::new, u32("SeqNo", Ack::seqNo), bytes("Payload", Ack::payload));

	static final Schema<Nack> NACK = schema(Nack::new, u32("SeqNo", Nack::seqNo));

	static final Schema<ErrorReply> ERROR = schema(ErrorReply::new, text("Error", ErrorReply::error));

	static final Schema<Suspect> SUSPECT = schema(Suspect::new, u32("Incarnation", Suspect::incarnation),
			text("Node", Suspect::node), text("From", Suspect::from));

	static final Schema<Dead> DEAD = schema(Dead::new, u32("Incarnation", Dead::incarnation), text("Node", Dead::node),
			text("From", Dead::from));

	static final Schema<Alive> ALIVE = schema(Alive::new, u32("Incarnation", Alive::incarnation),
			text("Node", Alive::node), bytes("Addr", Alive::addr), u16("Port", Alive::port), bytes("Meta", Alive::meta),
			bytes("Vsn", Alive::vsn));

	static final Schema<NodeState> NODE_STATE = schema(NodeState::new, text("Name", NodeState::name),
			bytes("Addr", NodeState::addr), u16("Port", NodeState::port), bytes("Meta", NodeState::meta),
			u32("Incarnation", NodeState::incarnation), i32("State", NodeState::state), bytes("Vsn", NodeState::vsn));

	private MessageSchemas() {
	}

}
