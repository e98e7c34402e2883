package io.membership.runtime;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Carries whole packets (UDP) and whole stream frames (TCP, one request and at most one
 * reply a connection). A transport is bound when it is created and delivers nothing until
 * {@link #start} is called. It owns the event loop of the member.
 * <p>
 * {@link #sendPacket}, {@link #sendFrame} and {@link #exchange} must be called on the
 * event loop, and every callback runs on the event loop. Byte arrays passed to either
 * side belong to the receiver and are not changed afterwards.
 */
public interface Transport {

	/**
	 * Returns the event loop, clock and randomness of the member that uses this
	 * transport.
	 * @return the runtime
	 */
	NodeRuntime runtime();

	/**
	 * Returns the address that UDP and TCP are bound to; its port is never zero.
	 * @return the bound address
	 */
	InetSocketAddress boundAddress();

	/**
	 * Returns the network of the machine that the sockets are on.
	 * @return the network; one without interfaces if the transport knows none
	 */
	default HostNetwork hostNetwork() {
		return HostNetwork.NONE;
	}

	/**
	 * Starts to deliver inbound packets and frames to the handler. Called once.
	 * @param handler receives packets and frames on the event loop
	 */
	void start(TransportHandler handler);

	/**
	 * Sends one packet, best effort.
	 * @param to the destination
	 * @param packet the whole datagram
	 * @param onFailure called on the event loop when the packet could not be written
	 * (never synchronously), or {@code null}
	 */
	void sendPacket(InetSocketAddress to, byte[] packet, @Nullable FailureCallback onFailure);

	/**
	 * Connects, writes one frame, and closes.
	 * @param to the destination
	 * @param frame the whole frame
	 * @param timeout limit for the whole operation
	 * @param callback called exactly once, with an empty reply after the frame has been
	 * written
	 */
	void sendFrame(InetSocketAddress to, byte[] frame, Duration timeout, ExchangeCallback callback);

	/**
	 * Connects, writes one request frame, reads one reply frame, and closes.
	 * @param to the destination
	 * @param request the whole request frame
	 * @param timeout limit for the whole operation: connect, write and read together
	 * @param callback called exactly once
	 */
	void exchange(InetSocketAddress to, byte[] request, Duration timeout, ExchangeCallback callback);

	/**
	 * Closes the sockets and stops the event loop of this member. Nothing is delivered
	 * and no callback is called after the returned stage has completed. Idempotent; may
	 * be called from any thread.
	 * @return completes when the ports are free again
	 */
	CompletionStage<Void> close();

	/** Outcome of writing a packet that failed. */
	@FunctionalInterface
	interface FailureCallback {

		/**
		 * The packet could not be written.
		 * @param cause the cause
		 */
		void failed(Throwable cause);

	}

	/** Outcome of a stream operation. */
	interface ExchangeCallback {

		/**
		 * The operation succeeded.
		 * @param reply the reply frame; empty for {@link Transport#sendFrame}
		 */
		void completed(byte[] reply);

		/**
		 * The operation failed: connection refused or reset, time-out, reply refused by
		 * the scanner, or the peer closed before a whole reply had arrived
		 * ({@link java.io.EOFException}).
		 * @param cause the cause
		 */
		void failed(Throwable cause);

	}

}
