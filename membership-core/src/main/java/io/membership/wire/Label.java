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

	/** The label itself, which is the authenticated data of encryption. */
	byte[] bytes() {
		return this.bytes;
	}

	/** The header to send; empty if there is no label. */
	byte[] header() {
		return this.header;
	}

	/**
	 * Checks the header that inbound bytes start with, if they do.
	 * @param length how many bytes are there by now
	 * @return the length of the header (0 if there is none, and none is needed), or
	 * {@link MsgpackScanner#NEED_MORE}
	 * @throws WireException if the header is malformed, or not the one that is expected
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
			throw new WireException(WireDrop.LABEL_MISMATCH, "label is not ours");
		}
		return OVERHEAD + size;
	}

	/**
	 * As {@link #check}, for bytes that are all there.
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
