package io.membership.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The label of a member's cluster, and the header that carries it in front of packets and
 * streams. The label is sent in the clear; with encryption it is also authenticated.
 */
final class Label {

	/** Type byte and length byte in front of the label. */
	static final int OVERHEAD = 2;

	private final byte[] bytes;

	private final byte[] header;

	private final boolean skipInboundCheck;

	Label(CodecSettings settings) {
		this.bytes = settings.label().getBytes(StandardCharsets.UTF_8);
		this.skipInboundCheck = settings.skipInboundLabelCheck();
		this.header = new byte[(this.bytes.length != 0) ? OVERHEAD + this.bytes.length : 0];
		if (this.header.length != 0) {
			this.header[0] = (byte) MessageType.LABEL;
			this.header[1] = (byte) this.bytes.length;
			System.arraycopy(this.bytes, 0, this.header, OVERHEAD, this.bytes.length);
		}
	}

	/** The label itself, which encryption authenticates. */
	byte[] bytes() {
		return this.bytes;
	}

	/** Returns the header to send; empty if there is no label. */
	byte[] header() {
		return this.header;
	}

	/**
	 * Checks the label header at the start of inbound bytes.
	 * @param length number of bytes received so far
	 * @return the length of the header (0 if it is absent and not required), or
	 * {@link MsgpackScanner#NEED_MORE}
	 * @throws WireException if the header is malformed, or not the expected one
	 */
	int check(byte[] buf, int length) throws WireException {
		if (length == 0) {
			return MsgpackScanner.NEED_MORE;
		}
		if ((buf[0] & 0xff) != MessageType.LABEL) {
			if (this.bytes.length != 0 && !this.skipInboundCheck) {
				throw new WireException(WireDrop.LABEL_MISMATCH, "label is missing");
			}
			return 0;
		}
		if (length < OVERHEAD) {
			return MsgpackScanner.NEED_MORE;
		}
		int size = buf[1] & 0xff;
		if (size == 0) {
			throw new WireException(WireDrop.LABEL_INVALID, "label header cannot be empty when present");
		}
		if (length < OVERHEAD + size) {
			return MsgpackScanner.NEED_MORE;
		}
		if (this.skipInboundCheck) {
			throw new WireException(WireDrop.LABEL_MISMATCH, "unexpected label header");
		}
		if (!Arrays.equals(buf, OVERHEAD, OVERHEAD + size, this.bytes, 0, this.bytes.length)) {
			throw new WireException(WireDrop.LABEL_MISMATCH, "label differs from ours");
		}
		return OVERHEAD + size;
	}

	/**
	 * Checks the label header like {@link #check}, for complete input.
	 * @throws WireException also if the header is truncated, or followed by another one
	 */
	int checkWhole(byte[] buf, int length) throws WireException {
		int header = check(buf, length);
		if (header == MsgpackScanner.NEED_MORE) {
			throw (length == 0) ? new WireException(WireDrop.EMPTY, "empty")
					: new WireException(WireDrop.LABEL_INVALID, "label header is truncated");
		}
		if (header < length && (buf[header] & 0xff) == MessageType.LABEL) {
			throw doubled();
		}
		return header;
	}

	static WireException doubled() {
		return new WireException(WireDrop.LABEL_INVALID, "label header is doubled");
	}

}
