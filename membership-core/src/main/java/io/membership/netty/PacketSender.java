package io.membership.netty;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.membership.Addresses;
import io.membership.runtime.Transport.FailureCallback;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramPacket;
import org.jspecify.annotations.Nullable;

/**
 * Sends datagrams. Packets sent in one turn of the loop are flushed together at its end,
 * or earlier when many have gathered, so one system call carries many packets.
 */
final class PacketSender {

	private static final int FLUSH_AT = 32;

	private final Channel channel;

	private final LoopRuntime runtime;

	private final boolean ipv4Only;

	private int unflushed;

	PacketSender(Channel channel, LoopRuntime runtime, InetSocketAddress bound) {
		this.channel = channel;
		this.runtime = runtime;
		this.ipv4Only = bound.getAddress() instanceof Inet4Address;
	}

	void send(InetSocketAddress recipient, byte[] packet, @Nullable FailureCallback onFailure) {
		InetSocketAddress to = AddressFamilies.normalize(recipient);
		IOException refusal = refusal(to);
		if (refusal != null) {
			fail(onFailure, refusal);
			return;
		}
		ChannelFuture written = this.channel
			.write(new DatagramPacket(this.channel.alloc().directBuffer(packet.length).writeBytes(packet), to));
		if (onFailure != null) {
			written.addListener((ChannelFuture future) -> {
				if (!future.isSuccess()) {
					fail(onFailure, future.cause());
				}
			});
		}
		this.unflushed++;
		if (this.unflushed == 1) {
			this.runtime.execute(this::flush);
		}
		else if (this.unflushed % FLUSH_AT == 0) {
			this.channel.flush();
		}
	}

	private @Nullable IOException refusal(InetSocketAddress to) {
		if (to.isUnresolved()) {
			return new UnknownHostException("cannot send to " + Addresses.format(to) + ": the name is not resolved");
		}
		if (this.ipv4Only && !(to.getAddress() instanceof Inet4Address)) {
			return new IOException("cannot send to " + Addresses.format(to) + " from a socket that is bound to IPv4");
		}
		if (!this.channel.isWritable()) {
			return new IOException("cannot send to " + Addresses.format(to) + ": the send buffer is full");
		}
		return null;
	}

	private void flush() {
		this.unflushed = 0;
		this.channel.flush();
	}

	/** Reports later on the loop, never inside the call to send. */
	private void fail(@Nullable FailureCallback onFailure, Throwable cause) {
		if (onFailure != null) {
			this.runtime.execute(() -> onFailure.failed(cause));
		}
	}

}
