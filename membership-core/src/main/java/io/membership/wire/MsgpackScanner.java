package io.membership.wire;

import io.membership.Internal;
import io.membership.runtime.FrameScanner;
import org.msgpack.core.MessageFormat;

/**
 * Finds the end of one msgpack value without decoding it. It guards the msgpack library:
 * a value that passed the scan is complete, at most {@value #MAX_DEPTH} levels deep, and
 * declares no length or count that its own bytes do not cover, so the library can neither
 * be made to allocate from a declared length nor to read past the end.
 * <p>
 * The scan goes from token to token, with an explicit stack of the number of open values
 * on each level. It allocates nothing and can be continued when more bytes have arrived;
 * a token is never read twice, unless it was incomplete.
 */
@Internal
public final class MsgpackScanner {

	/** Result of {@link #scan} when the value is not complete yet. */
	public static final int NEED_MORE = FrameScanner.NEED_MORE;

	static final int MAX_DEPTH = 16;

	private final long limit;

	private final long[] open = new long[MAX_DEPTH + 1];

	private int depth;

	private int position;

	/**
	 * Creates a scanner.
	 * @param limit offset that no value may extend beyond, even if its bytes have not
	 * arrived yet
	 */
	public MsgpackScanner(long limit) {
		this.limit = limit;
	}

	/**
	 * Starts to look for the end of the value at an offset.
	 * @param offset offset of the first byte of the value
	 */
	public void start(int offset) {
		this.position = offset;
		this.depth = 0;
		this.open[0] = 1;
	}

	/**
	 * Continues the scan.
	 * @param buf the buffer, always filled from the same offset
	 * @param end end of the filled part
	 * @return offset of the byte after the value, or {@link #NEED_MORE}
	 * @throws WireException if the value is malformed, too deep, or over the limit
	 */
	public int scan(byte[] buf, int end) throws WireException {
		while (true) {
			while (this.open[this.depth] == 0) {
				if (this.depth == 0) {
					return this.position;
				}
				this.depth--;
			}
			if (this.position >= end) {
				return NEED_MORE;
			}
			byte first = buf[this.position];
			MessageFormat format = MessageFormat.valueOf(first);
			if (format == MessageFormat.NEVER_USED) {
				throw new WireException(WireDrop.MALFORMED, "reserved msgpack byte");
			}
			int lengthBytes = lengthBytes(format);
			if (end - this.position <= lengthBytes) {
				return NEED_MORE;
			}
			long declared = unsigned(buf, this.position + 1, lengthBytes);
			long children = children(format, first, declared);
			long size = 1L + lengthBytes + payload(format, first, declared);
			if (size + children > this.limit - this.position) {
				throw new WireException(WireDrop.TOO_LARGE, "msgpack value is larger than limit");
			}
			if (size > end - this.position) {
				return NEED_MORE;
			}
			this.open[this.depth]--;
			this.position += (int) size;
			if (children > 0) {
				if (this.depth == MAX_DEPTH) {
					throw new WireException(WireDrop.NESTING, "msgpack value is nested too deep");
				}
				this.open[++this.depth] = children;
			}
		}
	}

	private static int lengthBytes(MessageFormat format) {
		return switch (format) {
			case STR8, BIN8, EXT8 -> 1;
			case STR16, BIN16, EXT16, ARRAY16, MAP16 -> 2;
			case STR32, BIN32, EXT32, ARRAY32, MAP32 -> 4;
			default -> 0;
		};
	}

	private static long payload(MessageFormat format, byte first, long declared) {
		return switch (format) {
			case FIXSTR -> first & 0x1f;
			case STR8, STR16, STR32, BIN8, BIN16, BIN32 -> declared;
			case UINT8, INT8 -> 1;
			case UINT16, INT16, FIXEXT1 -> 2;
			case FIXEXT2 -> 3;
			case UINT32, INT32, FLOAT32 -> 4;
			case FIXEXT4 -> 5;
			case UINT64, INT64, FLOAT64 -> 8;
			case FIXEXT8 -> 9;
			case FIXEXT16 -> 17;
			case EXT8, EXT16, EXT32 -> declared + 1;
			default -> 0;
		};
	}

	private static long children(MessageFormat format, byte first, long declared) {
		return switch (format) {
			case FIXARRAY -> first & 0x0f;
			case ARRAY16, ARRAY32 -> declared;
			case FIXMAP -> 2L * (first & 0x0f);
			case MAP16, MAP32 -> 2 * declared;
			default -> 0;
		};
	}

	private static long unsigned(byte[] buf, int offset, int bytes) {
		long value = 0;
		for (int i = 0; i < bytes; i++) {
			value = value << 8 | buf[offset + i] & 0xff;
		}
		return value;
	}

}
