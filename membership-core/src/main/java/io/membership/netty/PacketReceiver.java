package io.membership.netty;

import io.membership.runtime.TransportHandler;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers datagrams to the handler. */
final class PacketReceiver extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(PacketReceiver.class);

	private final Boundary boundary;

	private @Nullable TransportHandler handler;

	PacketReceiver(Boundary boundary) {
		this.boundary = boundary;
	}

	/** Sets the receiver of packets; {@code null} drops them. */
	void handler(@Nullable TransportHandler handler) {
		this.handler = handler;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		DatagramPacket datagram = (DatagramPacket) message;
		TransportHandler receiver = this.handler;
		byte[] packet;
		try {
			packet = ByteBufUtil.getBytes(datagram.content());
		}
		finally {
			// Before the handler sees the packet, so that the buffer can be used again.
			datagram.release();
		}
		if (receiver == null) {
			return;
		}
		try {
			receiver.packet(AddressFamilies.normalize(datagram.sender()), packet);
		}
		catch (Throwable ex) {
			this.boundary.caught("packet", ex);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		// For example "port unreachable", caused by an earlier packet to a peer that has
		// gone. Other peers are not affected, so the socket stays open.
		logger.atDebug().setCause(cause).log("Could not read a packet");
	}

}
