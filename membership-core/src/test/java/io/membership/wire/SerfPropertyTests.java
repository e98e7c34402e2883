package io.membership.wire;

import java.util.Arrays;

import io.membership.SafeText;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import static io.membership.wire.WirePropertyTests.bytes;
import static io.membership.wire.WirePropertyTests.port;
import static io.membership.wire.WirePropertyTests.text;
import static io.membership.wire.WirePropertyTests.u32;
import static org.assertj.core.api.Assertions.assertThat;

/** What holds for any message of Serf and for any bytes in its place. */
class SerfPropertyTests {

	@Property(tries = 500)
	void everyMessageComesBackFromItsBytes(@ForAll("messages") SerfMessage message) throws WireException {
		byte[] encoded = SerfCodec.encode(message);
		SerfMessage decoded = SerfCodec.decode(encoded);
		assertThat(decoded).usingRecursiveComparison().isEqualTo(message);
		assertThat(SerfCodec.encode(decoded)).isEqualTo(encoded);
	}

	@Property(tries = 300)
	void everyFilterComesBackFromItsBytes(@ForAll("filters") SerfMessage.Filter filter) throws WireException {
		assertThat(SerfCodec.decodeFilter(SerfCodec.encodeFilter(filter))).usingRecursiveComparison().isEqualTo(filter);
	}

	@Property
	void garbageIsAnErrorAndNothingElse(@ForAll("garbage") byte[] bytes) {
		decodeAll(bytes);
	}

	@Property(tries = 500)
	void aMessageThatIsCutOffIsAnErrorAndNothingElse(@ForAll("messages") SerfMessage message,
			@ForAll @IntRange(max = 10_000) int cut) {
		byte[] encoded = SerfCodec.encode(message);
		decodeAll(Arrays.copyOf(encoded, cut % encoded.length));
	}

	@Property(tries = 500)
	void aMessageWithAByteChangedIsAnErrorAtMost(@ForAll("messages") SerfMessage message,
			@ForAll @IntRange(max = 10_000) int at, @ForAll byte value) {
		byte[] encoded = SerfCodec.encode(message);
		encoded[at % encoded.length] = value;
		decodeAll(encoded);
	}

	@Property
	void aMessageCostsNoMoreThan64TimesItsBytes(@ForAll("garbage") byte[] bytes) {
		assertThat(Allocations.of(() -> decodeAll(bytes))).isLessThan(64L * bytes.length + 64 * 1024);
	}

	/** In every place where such bytes can stand. */
	private static void decodeAll(byte[] bytes) {
		attempt(() -> SerfCodec.encode(SerfCodec.decode(bytes)));
		attempt(() -> SerfCodec.decodeFilter(bytes));
		attempt(() -> Tags.decode(bytes));
		attempt(() -> CoordinatePayload.decode(bytes));
	}

	private static void attempt(Allocations.Action action) {
		try {
			action.run();
		}
		catch (WireException ex) {
			assertThat(ex.getMessage()).isEqualTo(SafeText.of(ex.getMessage()));
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@Provide
	Arbitrary<SerfMessage> messages() {
		Arbitrary<SerfMessage> leave = Combinators.combine(u64(), text(), bool())
			.as((ltime, node, prune) -> new SerfMessage.Leave(ltime, node, prune));
		Arbitrary<SerfMessage> join = Combinators.combine(u64(), text())
			.as((ltime, node) -> new SerfMessage.Join(ltime, node));
		Arbitrary<SerfMessage> event = Combinators.combine(u64(), text(), bytes(), bool())
			.as((ltime, name, payload, coalesce) -> new SerfMessage.UserEvent(ltime, name, payload, coalesce));
		Arbitrary<SerfMessage> response = Combinators.combine(u64(), u32(), text(), u32(), bytes())
			.as((ltime, id, from, flags, payload) -> new SerfMessage.QueryResponse(ltime, id, from, flags, payload));
		Arbitrary<SerfMessage> keyRequest = bytes().map(SerfMessage.KeyRequest::new);
		Arbitrary<SerfMessage> keyResponse = Combinators.combine(bool(), text(), text().list().ofMaxSize(20), text())
			.as((result, message, keys, primary) -> new SerfMessage.KeyResponse(result, message, keys, primary));
		Arbitrary<SerfMessage> relay = Combinators
			.combine(bytes(), port(), text(), text(), Arbitraries.bytes().array(byte[].class).ofMinSize(1))
			.as((addr, port, zone, name, message) -> new SerfMessage.Relay(addr, port, zone, name, message));
		return Arbitraries.oneOf(leave, join, pushPulls(), event, queries(), response, conflicts(), keyRequest,
				keyResponse, relay);
	}

	private static Arbitrary<SerfMessage> pushPulls() {
		Arbitrary<SerfMessage.Event> event = Combinators.combine(text(), bytes()).as(SerfMessage.Event::new);
		Arbitrary<SerfMessage.EventSlot> slot = Combinators.combine(u64(), event.list().ofMaxSize(5))
			.as(SerfMessage.EventSlot::new);
		return Combinators
			.combine(u64(), Arbitraries.maps(text(), u64()).ofMaxSize(40), text().list().ofMaxSize(20), u64(),
					slot.injectNull(0.7).list().ofMaxSize(20), u64())
			.as(SerfMessage.PushPull::new);
	}

	private Arbitrary<SerfMessage> queries() {
		Arbitrary<byte[]> filter = filters().map(SerfCodec::encodeFilter);
		Arbitrary<SerfMessage.Query> plain = Combinators
			.combine(u64(), u32(), bytes(), port(), text(), filter.list().ofMaxSize(20), u32(), text())
			.as((ltime, id, addr, port, source, filters, flags, name) -> new SerfMessage.Query(ltime, id, addr, port,
					source, filters, flags, 0, 0, name, null));
		return Combinators.combine(plain, u8(), Arbitraries.longs(), bytes())
			.as((query, relayFactor, timeout, payload) -> new SerfMessage.Query(query.ltime(), query.id(), query.addr(),
					query.port(), query.sourceNode(), query.filters(), query.flags(), relayFactor, timeout,
					query.name(), payload));
	}

	private static Arbitrary<SerfMessage> conflicts() {
		Arbitrary<Integer[]> versions = u8().array(Integer[].class).ofSize(6);
		return Combinators
			.combine(text(), bytes(), port(), Arbitraries.maps(text(), text()).ofMaxSize(10), Arbitraries.integers(),
					versions)
			.as((name, addr, port, tags, status, vsn) -> new SerfMessage.MemberRecord(name, addr, port, tags, status,
					vsn[0], vsn[1], vsn[2], vsn[3], vsn[4], vsn[5]))
			.injectNull(0.2)
			.map(SerfMessage.ConflictResponse::new);
	}

	@Provide
	Arbitrary<SerfMessage.Filter> filters() {
		Arbitrary<SerfMessage.Filter> nodes = text().list().ofMaxSize(20).map(SerfMessage.NodeFilter::new);
		Arbitrary<SerfMessage.Filter> tag = Combinators.combine(text(), text())
			.as((name, expr) -> new SerfMessage.TagFilter(name, expr));
		Arbitrary<SerfMessage.Filter> unknown = Combinators
			.combine(Arbitraries.integers().between(2, 255), Arbitraries.bytes().array(byte[].class).ofMaxSize(50))
			.as((kind, body) -> new SerfMessage.UnknownFilter(kind, body));
		return Arbitraries.oneOf(nodes, tag, unknown);
	}

	/** Bytes without any order, and tokens of msgpack after a type, the magic of tags. */
	@Provide
	Arbitrary<byte[]> garbage() {
		Arbitrary<Integer> first = Arbitraries.oneOf(Arbitraries.integers().between(0, 10), Arbitraries.just(0xff));
		Arbitrary<byte[]> typed = Combinators.combine(first, new WirePropertyTests().msgpackish()).as((type, body) -> {
			byte[] message = new byte[1 + body.length];
			message[0] = (byte) (int) type;
			System.arraycopy(body, 0, message, 1, body.length);
			return message;
		});
		return Arbitraries.frequencyOf(
				net.jqwik.api.Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(200)),
				net.jqwik.api.Tuple.of(4, typed));
	}

	private static Arbitrary<Long> u64() {
		return Arbitraries.longs();
	}

	private static Arbitrary<Integer> u8() {
		return Arbitraries.integers().between(0, 255);
	}

	private static Arbitrary<Boolean> bool() {
		return Arbitraries.of(true, false);
	}

}
