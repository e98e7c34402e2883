package io.membership.simulation;

import java.util.zip.CRC32;

/** Running hash over everything that happened, to compare two runs of one seed. */
final class TraceHash {

	static final byte[] NO_BYTES = new byte[0];

	private final CRC32 crc = new CRC32();

	private long hash;

	private long events;

	void add(long time, int node, int kind, byte[] payload) {
		long content = payload.length;
		if (payload.length > 0) {
			this.crc.reset();
			this.crc.update(payload);
			content = content << 32 | this.crc.getValue();
		}
		this.hash = mix(mix(mix(this.hash ^ time) + ((long) node << 8 | kind)) ^ content);
		this.events++;
	}

	long value() {
		return this.hash;
	}

	long events() {
		return this.events;
	}

	/** A bijection that spreads every input bit over the whole word (SplitMix64). */
	static long mix(long value) {
		long mixed = value + 0x9E3779B97F4A7C15L;
		mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

}
