package io.membership.gossip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.membership.ConfigException;
import io.membership.Keyring;
import io.membership.Subscription;
import io.membership.runtime.TransportFactory;

/**
 * A member of a gossip cluster, wire-compatible with HashiCorp memberlist.
 * <p>
 * {@link #start()} binds the sockets and starts the protocol; the
 * {@linkplain MemberlistConfig#seeds() seeds}, and those that a {@link SeedProvider}
 * finds, are then joined in the background and retried for as long as the member runs.
 * Every method may be called from any thread. Methods that return a future never block,
 * and complete it off the event loop.
 * <p>
 * A member that was shut down cannot be started again.
 */
public final class Memberlist implements AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final MemberlistConfig config;

	private final GossipCore core;

	private final Calls calls;

	/**
	 * Creates the API of a member.
	 * @param config its settings
	 * @param core the member
	 * @param calls moves calls to the event loop, and their results to the executor of
	 * the caller
	 */
	Memberlist(MemberlistConfig config, GossipCore core, Calls calls) {
		this.config = config;
		this.core = core;
		this.calls = calls;
	}

	/**
	 * Creates a member that is not started yet.
	 * @param config the settings
	 * @param delegates the application's callbacks
	 * @param transports creates the transport
	 * @return the member
	 * @throws ConfigException if a setting is invalid or contradicts another one
	 */
	public static Memberlist create(MemberlistConfig config, Delegates delegates, TransportFactory transports) {
		config.check();
		return of(new GossipCore(config, delegates, null, transports, InetAddress::getAllByName), config);
	}

	/**
	 * Creates a member that carries another protocol, and is not started yet.
	 * @param config the settings
	 * @param layer the protocol above; its delegates are called on the event loop
	 * @param transports creates the transport
	 * @return the member
	 * @throws ConfigException if a setting is invalid or contradicts another one
	 */
	public static Memberlist create(MemberlistConfig config, ProtocolLayer layer, TransportFactory transports) {
		config.check();
		return of(new GossipCore(config, layer.delegates(), new HostedLayer(layer), transports,
				InetAddress::getAllByName), config);
	}

	private static Memberlist of(GossipCore core, MemberlistConfig config) {
		return new Memberlist(config, core, core.calls());
	}

	/**
	 * Binds the sockets, starts the protocol, and begins to join the configured seeds in
	 * the background. Unreachable seeds do not make the start fail.
	 * @throws IOException if the address or port cannot be bound
	 * @throws IllegalStateException if it was started before
	 */
	public void start() throws IOException {
		this.core.start();
	}

	/**
	 * Returns whether the member has been started and not shut down.
	 * @return {@code true} while it runs
	 */
	public boolean isRunning() {
		return this.core.isRunning();
	}

	/**
	 * Joins the cluster through known addresses, and exchanges the full state with each
	 * of them. Host names are resolved, and every resolved address is tried.
	 * @param addresses {@code host}, {@code host:port}, {@code [v6]:port} or
	 * {@code name/host:port}; without a port, this member's own port is used
	 * @return the number of addresses reached, and the reason for each failure; an
	 * unreachable address never fails the future
	 */
	public CompletableFuture<JoinResult> join(Collection<String> addresses) {
		return this.calls.join(addresses);
	}

	/**
	 * Returns the present members (alive or suspected), including the local one.
	 * Lock-free; the list is rebuilt at most once per change.
	 * @return an immutable list in no particular order
	 */
	public List<Member> members() {
		return this.core.view().present();
	}

	/**
	 * Returns all known members, including failed and left ones that are still
	 * remembered.
	 * @return an immutable list in no particular order
	 */
	public List<Member> allMembers() {
		return this.core.view().all();
	}

	/**
	 * Counts the known members by status. Takes constant time.
	 * @param status the status
	 * @return the number of members
	 */
	public int count(MemberStatus status) {
		return this.core.view().count(status);
	}

	/**
	 * Looks up a member, which may be a failed or left one that is still remembered.
	 * @param name its name
	 * @return the member, or empty if it is unknown
	 */
	public Optional<Member> member(String name) {
		return Optional.ofNullable(this.core.view().get(name));
	}

	/**
	 * Returns the local member.
	 * @return the local member
	 * @throws IllegalStateException if it was not started
	 */
	public Member localMember() {
		return this.core.localMember();
	}

	/**
	 * Changes the metadata of this member and announces it.
	 * @param metadata up to 512 bytes
	 * @return completes when the change is queued for gossip
	 * @throws ConfigException if it is too long
	 */
	public CompletableFuture<Void> updateMetadata(byte[] metadata) {
		return this.calls.updateMetadata(metadata);
	}

	/**
	 * Announces that this member leaves, so the others consider it left rather than
	 * failed. The member keeps answering until {@link #shutdown()}. Idempotent.
	 * @param timeout how long to wait until the announcement has been gossiped
	 * @return completes when the announcement has been gossiped, or immediately if no
	 * other member is present; fails with {@link java.util.concurrent.TimeoutException}
	 * after the time-out
	 */
	public CompletableFuture<Void> leave(Duration timeout) {
		return this.calls.leave(timeout);
	}

	/**
	 * Stops without an announcement. Unless this member has left before, the others will
	 * consider it failed. Idempotent.
	 * @return completes when the sockets are closed
	 */
	public CompletableFuture<Void> shutdown() {
		return this.core.shutdown();
	}

	/** Shuts the member down and waits up to 5 s until its sockets are closed. */
	@Override
	public void close() {
		shutdown().orTimeout(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
	}

	/**
	 * Pings a member once by UDP.
	 * @param member the member
	 * @return the round-trip time; fails with {@link PingTimeoutException} if there is no
	 * answer within the probe time-out
	 */
	public CompletableFuture<Duration> ping(Member member) {
		return this.calls.ping(member.name(), member.address());
	}

	/**
	 * Returns Lifeguard's local health score. 0 is healthy; a higher score means that
	 * this member is likely to be slow or badly connected itself.
	 * @return the score, at least 0 and less than the configured maximum
	 */
	public int healthScore() {
		return this.core.metrics().healthScore();
	}

	/**
	 * Sends a message to a member by UDP. It may be lost, duplicated or reordered.
	 * @param to the member
	 * @param message the bytes, at most about 64 KiB; a packet that exceeds the MTU of
	 * the network is likely to be lost
	 * @return completes when the packet has been handed to the network
	 */
	public CompletableFuture<Void> sendBestEffort(Member to, byte[] message) {
		return this.calls.sendBestEffort(to.address(), to.name(), message);
	}

	/**
	 * Sends a message to an address by UDP.
	 * @param to the address of a node
	 * @param message the bytes
	 * @return completes when the packet has been handed to the network
	 * @see #sendBestEffort(Member, byte[])
	 */
	public CompletableFuture<Void> sendBestEffort(InetSocketAddress to, byte[] message) {
		return this.calls.sendBestEffort(to, "", message);
	}

	/**
	 * Sends a message to a member by TCP.
	 * @param to the member
	 * @param message the bytes, at most 20 MiB
	 * @return completes when the bytes have been written; fails with an
	 * {@link IOException}
	 */
	public CompletableFuture<Void> sendReliable(Member to, byte[] message) {
		return sendReliable(to.address(), message);
	}

	/**
	 * Sends a message to an address by TCP.
	 * @param to the address of a node
	 * @param message the bytes, at most 20 MiB
	 * @return completes when the bytes have been written; fails with an
	 * {@link IOException}
	 */
	public CompletableFuture<Void> sendReliable(InetSocketAddress to, byte[] message) {
		return this.calls.sendReliable(to, message);
	}

	/**
	 * Queues a user broadcast for gossip.
	 * @param broadcast the message
	 * @throws IllegalArgumentException if it does not fit into one packet
	 */
	public void broadcast(Broadcast broadcast) {
		this.calls.broadcast(broadcast);
	}

	/**
	 * Returns the size of the largest message that fits into a broadcast with the current
	 * settings.
	 * @return the number of bytes
	 */
	public int maxBroadcastBytes() {
		return this.calls.maxBroadcastBytes();
	}

	/**
	 * Forgets a failed or left member at once, and stops trying to reach it.
	 * @param name its name
	 * @return {@code true} if it was forgotten; {@code false} if it is unknown or still
	 * present
	 */
	public CompletableFuture<Boolean> forget(String name) {
		return this.calls.forget(name);
	}

	/**
	 * Sets the payload of the acks with which this member answers direct pings.
	 * @param payload the bytes, a few hundred at most; empty for none
	 */
	public void setAckPayload(byte[] payload) {
		this.calls.setAckPayload(payload);
	}

	/**
	 * Adds a listener for all later events. Each listener has a bounded mailbox, so a
	 * slow one does not delay the others.
	 * @param listener is called off the event loop
	 * @return ends the subscription
	 * @see MemberlistMetrics#listeners()
	 */
	public Subscription subscribe(MemberlistListener listener) {
		return this.core.subscribe(listener, false);
	}

	/**
	 * Adds a listener whose events are collected until {@link Subscription#resume()}.
	 * @param listener is called off the event loop
	 * @return resumes and ends the subscription
	 */
	public Subscription subscribePaused(MemberlistListener listener) {
		return this.core.subscribe(listener, true);
	}

	/**
	 * Returns the counters and gauges of this member.
	 * @return the live metrics
	 */
	public MemberlistMetrics metrics() {
		return this.core.metrics();
	}

	/**
	 * Returns the keyring. Changes take effect immediately; adding the first key enables
	 * encryption.
	 * @return the keyring
	 */
	public Keyring keyring() {
		return this.config.encryption().keyring();
	}

	/**
	 * Returns the settings.
	 * @return the configuration
	 */
	public MemberlistConfig config() {
		return this.config;
	}

	/** Returns the underlying core, for tests of this package. */
	GossipCore core() {
		return this.core;
	}

	@Override
	public String toString() {
		return "Memberlist[" + this.config.name() + "]";
	}

}
