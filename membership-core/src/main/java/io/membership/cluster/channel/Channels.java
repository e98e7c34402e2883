package io.membership.cluster.channel;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.membership.Internal;
import io.membership.gossip.BroadcastLane;
import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;
import io.membership.gossip.ProtocolLayer;
import io.membership.runtime.NodeRuntime;
import io.membership.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open channels of a member. Confined to the event loop, except for {@link #open}.
 */
@Internal
public final class Channels {

	private static final Logger logger = LoggerFactory.getLogger(Channels.class);

	private final String self;

	private final NodeRuntime runtime;

	private final ProtocolLayer.Context gossip;

	private final Memberlist memberlist;

	private final Supplier<? extends Collection<? extends ChannelMember>> known;

	private final ChannelTag tag;

	private final CapableMembers capable = new CapableMembers();

	private final Map<String, Channel> open = new LinkedHashMap<>();

	/**
	 * One lane for each name, kept after its channel was closed because gossip cannot
	 * remove lanes.
	 */
	private final Map<String, BroadcastLane> lanes = new HashMap<>();

	/** Names of the open channels. Any thread. */
	private final Set<String> names = ConcurrentHashMap.newKeySet();

	/**
	 * Creates an empty table of channels.
	 * @param self the name of this member
	 * @param runtime the event loop
	 * @param gossip creates the lanes below
	 * @param memberlist sends large changes and exchanges
	 * @param known all known members, this one included
	 * @param tag announces that this member supports channels
	 */
	public Channels(String self, NodeRuntime runtime, ProtocolLayer.Context gossip, Memberlist memberlist,
			Supplier<? extends Collection<? extends ChannelMember>> known, ChannelTag tag) {
		this.self = self;
		this.runtime = runtime;
		this.gossip = gossip;
		this.memberlist = memberlist;
		this.known = known;
		this.tag = tag;
	}

	/**
	 * Opens a channel. Any thread.
	 * @param settings the settings
	 * @param state this member's copy of the state
	 * @return the channel
	 * @throws IllegalStateException if a channel of that name is open, or the protocol
	 * has no tags
	 * @throws io.membership.ConfigException if there is no room for the tag
	 */
	public StateChannel open(StateChannelConfig settings, ReplicatedState state) {
		this.tag.requireRoom();
		if (!this.names.add(settings.name())) {
			throw new IllegalStateException("Channel '" + settings.name() + "' is open already");
		}
		// tags that the application sets from now on must leave room
		this.tag.want(true);
		Channel channel = new Channel(this.self, this.runtime, this.memberlist, this.capable, settings, state,
				this::close);
		this.runtime.execute(() -> open(channel));
		return channel;
	}

	private void open(Channel channel) {
		this.tag.want(true);
		this.open.put(channel.name(), channel);
		Predicate<Member> audience = (member) -> this.capable.contains(member.name());
		channel.opened(this.lanes.computeIfAbsent(channel.name(),
				(name) -> this.gossip.newLane(audience, () -> this.capable.size() + 1)));
		this.known.get().forEach((member) -> channel.memberChanged(member, true));
		this.tag.announce();
		if (!this.capable.isEmpty()) {
			channel.exchangeSoon();
		}
	}

	private void close(Channel channel) {
		this.names.remove(channel.name());
		this.open.remove(channel.name(), channel);
		if (this.open.isEmpty()) {
			this.tag.want(false);
			this.tag.announce();
		}
	}

	/**
	 * Called for a member that is new or has changed.
	 * @param member the member as it is now
	 */
	public void changed(ChannelMember member) {
		if (member.name().equals(this.self)) {
			this.tag.announce();
		}
		else if (member.isPresent() && member.tags().containsKey(StateChannel.TAG)) {
			boolean wasAlone = this.capable.isEmpty();
			if (this.capable.put(member)) {
				this.open.values().forEach((channel) -> channel.appeared(wasAlone));
			}
		}
		else {
			disappeared(member.name());
		}
		this.open.values().forEach((channel) -> channel.memberChanged(member, true));
	}

	/**
	 * Called for a member that was forgotten.
	 * @param member its last state
	 */
	public void forgotten(ChannelMember member) {
		disappeared(member.name());
		this.open.values().forEach((channel) -> channel.memberChanged(member, false));
	}

	private void disappeared(String name) {
		if (this.capable.remove(name) && this.capable.isEmpty()) {
			// no member is left to gossip to, so the queues would never drain
			this.open.values().forEach(Channel::alone);
		}
	}

	/**
	 * Handles a user message of the gossip layer if it belongs to a channel.
	 * @param message the message
	 * @return whether it does; if not, the message was ignored
	 */
	public boolean receive(byte[] message) {
		if (!ChannelMessage.isOne(message)) {
			return false;
		}
		try {
			ChannelMessage decoded = ChannelMessage.decode(message);
			Channel channel = this.open.get(decoded.channel());
			if (channel != null) {
				channel.receive(decoded, message.length);
			}
		}
		catch (WireException ex) {
			this.open.values().forEach(Channel::refused);
			logger.atDebug()
				.addKeyValue("reason", ex.getMessage())
				.log("A channel message cannot be decoded: {}", ex.getMessage());
		}
		return true;
	}

}
