package io.membership.gossip;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

import io.membership.Addresses;
import io.membership.SafeText;

/**
 * A member of the cluster as this member knew it at one moment. Immutable. The name and
 * the metadata come from the network: treat them as untrusted text. {@link #toString()}
 * is safe to log.
 */
public final class Member {

	private final String name;

	private final InetSocketAddress address;

	private final MemberStatus status;

	private final byte[] metadata;

	private final long incarnation;

	private final ProtocolVersions versions;

	private final Instant since;

	/**
	 * Creates a description of a member, for a layer that remembers members for longer
	 * than gossip does.
	 * @param name the name
	 * @param address the address of its UDP and TCP sockets
	 * @param status the status
	 * @param metadata the metadata that it advertises; not copied
	 * @param incarnation its incarnation, 0 if that is no longer known
	 * @param versions its protocol versions
	 * @param since when its status last changed
	 */
	public Member(String name, InetSocketAddress address, MemberStatus status, byte[] metadata, long incarnation,
			ProtocolVersions versions, Instant since) {
		this.name = name;
		this.address = address;
		this.status = status;
		this.metadata = metadata;
		this.incarnation = incarnation;
		this.versions = versions;
		this.since = since;
	}

	/**
	 * Returns the name, unique in the cluster.
	 * @return the name, untrusted text
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the address of the UDP and TCP sockets, as the member advertises it.
	 * @return the address, always resolved
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Returns the status of the member in the eyes of this one.
	 * @return the status
	 */
	public MemberStatus status() {
		return this.status;
	}

	/**
	 * Returns the metadata that the member advertises, up to 512 bytes.
	 * @return a copy of the bytes; empty if there is none
	 */
	public byte[] metadata() {
		return this.metadata.clone();
	}

	/**
	 * Returns the metadata as text.
	 * @return the metadata decoded as UTF-8, malformed bytes replaced; untrusted text
	 */
	public String metadataAsText() {
		return new String(this.metadata, StandardCharsets.UTF_8);
	}

	/**
	 * Returns the incarnation. Only the member itself raises it, to refute an accusation
	 * or to announce a change.
	 * @return the incarnation, 0..2^32-1
	 */
	public long incarnation() {
		return this.incarnation;
	}

	/**
	 * Returns the protocol versions of the member.
	 * @return the versions
	 */
	public ProtocolVersions versions() {
		return this.versions;
	}

	/**
	 * Returns when the status last changed, by the wall clock of this machine.
	 * @return the time of the last change of status
	 */
	public Instant since() {
		return this.since;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Member that && this.name.equals(that.name) && this.address.equals(that.address)
				&& this.status == that.status && this.incarnation == that.incarnation
				&& this.versions.equals(that.versions) && this.since.equals(that.since)
				&& Arrays.equals(this.metadata, that.metadata);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.name, this.address, this.status, this.incarnation);
	}

	@Override
	public String toString() {
		return SafeText.of(this.name) + "@" + Addresses.format(this.address) + "[" + this.status + ", incarnation="
				+ this.incarnation + "]";
	}

}
