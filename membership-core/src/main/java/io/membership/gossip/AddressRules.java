package io.membership.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Decides which addresses from the wire are believed, and which ones a packet can make
 * this member send to.
 */
final class AddressRules {

	private final List<CidrBlock> allowed;

	private final BooleanSupplier strict;

	private final MemberTable table;

	/**
	 * Creates the rules.
	 * @param allowed networks that members may be in; empty for all
	 * @param strict whether packets may make this member send to strangers
	 * @param table the known members
	 */
	AddressRules(List<CidrBlock> allowed, BooleanSupplier strict, MemberTable table) {
		this.allowed = allowed;
		this.strict = strict;
		this.table = table;
	}

	/**
	 * Creates an address from the bytes of a message. IPv4-mapped IPv6 addresses become
	 * IPv4 ones, so that both spellings are the same address.
	 * @return the address, or {@code null} if it is not a unicast address with a port
	 */
	static @Nullable InetSocketAddress ofWire(byte @Nullable [] raw, int port) {
		if (raw == null || (raw.length != 4 && raw.length != 16) || port <= 0 || port > 65535) {
			return null;
		}
		try {
			InetAddress address = InetAddress.getByAddress(raw);
			boolean broadcast = raw.length == 4 && (raw[0] & raw[1] & raw[2] & raw[3] & 0xff) == 0xff;
			if (address.isAnyLocalAddress() || address.isMulticastAddress() || broadcast) {
				return null;
			}
			return new InetSocketAddress(address, port);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	/** Whether a member may have an address. */
	boolean isMemberAllowed(InetAddress address) {
		return this.allowed.isEmpty() || this.allowed.stream().anyMatch((block) -> block.contains(address));
	}

	/**
	 * Whether a packet can make this member send to an address. Without this check, any
	 * host could use this member to reflect traffic or to scan ports.
	 * @param address the address
	 * @param sender the source of the packet; {@code null} if that is not known
	 */
	boolean isReplyAllowed(InetAddress address, @Nullable InetAddress sender) {
		if (!this.strict.getAsBoolean() || address.equals(sender) || this.table.knowsAddress(address)) {
			return true;
		}
		return !this.allowed.isEmpty() && isMemberAllowed(address);
	}

}
