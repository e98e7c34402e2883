package io.membership.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Lets one read pass empty a socket's receive buffer, however full it is, without a
 * buffer of the largest possible size for each packet. That matters on NIO, which
 * collects the packets of a pass before it delivers the first.
 * <p>
 * All sockets of an event loop share one region of memory. Each read gets a view of the
 * next 64 KiB of it, and the following read starts where the packet ended. Once all
 * packets are released, the region is used from its start again; {@link PacketReceiver}
 * holds none longer than it takes to copy it. When the region is used up, another
 * replaces it.
 */
final class PacketBufferAllocator extends DefaultMaxMessagesRecvByteBufAllocator {

	static final int MAX_PACKET_BYTES = 65536;

	/**
	 * More than fit into a receive buffer of 2 MiB: the kernel doubles that, and charges
	 * at least 768 bytes for a packet.
	 */
	private static final int PACKETS_PER_PASS = 8192;

	private static final FastThreadLocal<Region> REGION = new FastThreadLocal<>() {
		@Override
		protected Region initialValue() {
			return new Region();
		}

		@Override
		protected void onRemoval(Region region) {
			region.memory.release();
		}
	};

	PacketBufferAllocator() {
		super(PACKETS_PER_PASS);
	}

	@Override
	@SuppressWarnings("deprecation") // The interface that replaces Handle extends it.
	public Handle newHandle() {
		return new PacketHandle();
	}

	private final class PacketHandle extends MaxMessageHandle {

		@Override
		public ByteBuf allocate(ByteBufAllocator allocator) {
			return REGION.get().next();
		}

		@Override
		public void lastBytesRead(int bytes) {
			if (bytes > 0) {
				REGION.get().used += bytes;
			}
			else if (bytes == 0) {
				// An empty packet is not the end of what can be read, as it would be for
				// Netty if the total stayed zero.
				super.lastBytesRead(1);
			}
			super.lastBytesRead(bytes);
		}

		@Override
		public int guess() {
			return MAX_PACKET_BYTES;
		}

	}

	/** Memory for the packets of one read pass, or of a part of it. */
	private static final class Region {

		private static final int BYTES = 4 * MAX_PACKET_BYTES;

		private ByteBuf memory = Unpooled.directBuffer(BYTES, BYTES);

		private int used;

		ByteBuf next() {
			if (this.memory.refCnt() == 1) {
				this.used = 0;
			}
			else if (this.used > BYTES - MAX_PACKET_BYTES) {
				this.memory.release();
				this.memory = Unpooled.directBuffer(BYTES, BYTES);
				this.used = 0;
			}
			return this.memory.retainedSlice(this.used, MAX_PACKET_BYTES).clear();
		}

	}

}
