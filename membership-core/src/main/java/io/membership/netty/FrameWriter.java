package io.membership.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;

/**
 * Writes one frame in small pieces, as fast as the peer takes them. A frame may have 20
 * MiB, and a native socket wants direct memory: with the whole frame in one piece, a few
 * slow peers would use that up.
 */
final class FrameWriter {

	private static final int PIECE = 64 * 1024;

	private final Channel channel;

	private final byte[] frame;

	private final ChannelFutureListener whenDone;

	private int offset;

	private boolean finished;

	/**
	 * Creates a writer.
	 * @param whenDone called with the outcome of the last piece, or of the first that
	 * failed
	 */
	FrameWriter(Channel channel, byte[] frame, ChannelFutureListener whenDone) {
		this.channel = channel;
		this.frame = frame;
		this.whenDone = whenDone;
	}

	/** Writes on; called at first and whenever the channel has become writable. */
	void write() {
		boolean last = false;
		while (!last && !this.finished && this.channel.isWritable()) {
			int count = Math.min(PIECE, this.frame.length - this.offset);
			ByteBuf piece = this.channel.alloc().directBuffer(count).writeBytes(this.frame, this.offset, count);
			this.offset += count;
			last = this.offset == this.frame.length;
			this.finished = last;
			ChannelFutureListener listener = last ? this.whenDone : this::written;
			this.channel.write(piece).addListener(listener);
		}
		this.channel.flush();
	}

	private void written(ChannelFuture future) throws Exception {
		if (!future.isSuccess() && !this.finished) {
			this.finished = true;
			this.whenDone.operationComplete(future);
		}
	}

}
