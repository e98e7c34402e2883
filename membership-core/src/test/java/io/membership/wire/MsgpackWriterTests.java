package io.membership.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

import static org.assertj.core.api.Assertions.assertThat;

/** The writer writes what the msgpack library writes without str8 and bin. */
class MsgpackWriterTests {

	private static final MessagePack.PackerConfig CONFIG = new MessagePack.PackerConfig().withStr8FormatSupport(false);

	@Property
	void anIntegerIsAsTheLibraryWritesIt(@ForAll long value, @ForAll @IntRange(max = 63) int shift) throws IOException {
		long shifted = value >> shift;
		assertThat(written((out) -> out.integer(shifted))).isEqualTo(library((out) -> out.packLong(shifted)));
	}

	@Test
	void soAreIntegersAtTheBordersOfTheirFormats() throws IOException {
		for (int bits = 0; bits < Long.SIZE; bits++) {
			for (long border : new long[] { 1L << bits, -(1L << bits) }) {
				for (long value = border - 1; value != border + 2; value++) {
					long number = value;
					assertThat(written((out) -> out.integer(number))).isEqualTo(library((out) -> out.packLong(number)));
				}
			}
		}
	}

	@Property
	void aNumberWithAFractionIsAsTheLibraryWritesIt(@ForAll double value) throws IOException {
		assertThat(written((out) -> out.decimal(value))).isEqualTo(library((out) -> out.packDouble(value)));
	}

	@Test
	void bytesOfEveryLengthAreAsTheLibraryWritesThem() throws IOException {
		for (int length : new int[] { 0, 1, 31, 32, 250, 251, 252, 253, 254, 255, 256, 257, 511, 512, 513, 8192, 65_535,
				65_536 }) {
			byte[] bytes = new byte[length];
			Arrays.fill(bytes, (byte) length);
			assertThat(written((out) -> out.bytes(bytes)))
				.isEqualTo(library((out) -> out.packRawStringHeader(length).writePayload(bytes)));
			String text = "\u00e9".repeat(length);
			byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
			assertThat(written((out) -> out.text(text)))
				.isEqualTo(library((out) -> out.packRawStringHeader(utf8.length).writePayload(utf8)));
		}
	}

	@Test
	void listsAndMapsOfEverySizeAreAsTheLibraryWritesThem() throws IOException {
		for (int size : new int[] { 0, 1, 15, 16, 65_535, 65_536 }) {
			List<Boolean> list = Collections.nCopies(size, true);
			assertThat(written((out) -> out.list(Form.BOOLEAN, list))).isEqualTo(library((out) -> {
				out.packArrayHeader(size);
				for (boolean value : list) {
					out.packBoolean(value);
				}
			}));
			Map<String, Boolean> map = IntStream.range(0, size)
				.boxed()
				.collect(Collectors.toMap(String::valueOf, (key) -> false));
			assertThat(written((out) -> out.map(Form.BOOLEAN, map))).isEqualTo(library((out) -> {
				out.packMapHeader(size);
				for (Map.Entry<String, Boolean> entry : map.entrySet()) {
					out.packRawStringHeader(entry.getKey().length());
					out.writePayload(entry.getKey().getBytes(StandardCharsets.US_ASCII));
					out.packBoolean(entry.getValue());
				}
			}));
		}
	}

	@Test
	void whatIsWrittenComesOutWholeWhereverAChunkEnds() {
		for (int before = 0; before < 600; before++) {
			byte[] bytes = MsgpackWriter.forPacket(1).raw(new byte[before]).raw(new byte[] { 2, 3, 4 }).toByteArray();
			assertThat(bytes).hasSize(before + 4).startsWith(1).endsWith(2, 3, 4);
		}
	}

	private static byte[] written(Consumer<MsgpackWriter> values) {
		MsgpackWriter writer = MsgpackWriter.forPacket(0xff);
		values.accept(writer);
		byte[] bytes = writer.toByteArray();
		assertThat(bytes).startsWith(0xff);
		return Arrays.copyOfRange(bytes, 1, bytes.length);
	}

	private static byte[] library(Values values) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (MessagePacker packer = CONFIG.newPacker(bytes)) {
			values.write(packer);
		}
		return bytes.toByteArray();
	}

	@FunctionalInterface
	private interface Values {

		void write(MessagePacker out) throws IOException;

	}

}
