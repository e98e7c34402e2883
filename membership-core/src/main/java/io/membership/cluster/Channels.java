package io.membership.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.membership.SafeText;
import io.membership.gossip.BroadcastLane;
import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;
import io.membership.gossip.ProtocolLayer;
import io.membership.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open channels of a member, and who else understands channels. Confined to the event
 * loop, but for what says otherwise.
 */
final class Channels {

	private static final Logger logger = LoggerFactory.getLogger(Channels.class);

	/** Serf's members with an older protocol have one tag only. */
	private static final int FIRST_PROTOCOL_WITH_TAGS = 3;

	private static final String TAG_VALUE = "1";

	private final ClusterContext context;

	private final ProtocolLayer.Context gossip;

	private final Memberlist memberlist;

	private final ClusterView view;

	private final OwnTags tags;

	/** Present members, other than this one, that understand channels. */
	private final Map<String, ClusterMember> capable = new LinkedHashMap<>();

	private final Map<String, Channel> open = new LinkedHashMap<>();

	/** One for each name, also when its channel was closed: they cannot be removed. */
	private final Map<String, BroadcastLane> lanes = new HashMap<>();

	/** Names of the open channels. Any thread. */
	private final Set<String> names = ConcurrentHashMap.newKeySet();

	/** Whether this member has an open channel; read by any thread. */
	private volatile boolean announced;

	/**
	 * Creates the table of channels.
	 * @param context the world of this member
	 * @param gossip creates the lanes below
	 * @param memberlist sends messages, and announces the tag
	 * @param view the members that are known
	 * @param tags the tags that the application wants
	 */
	Channels(ClusterContext context, ProtocolLayer.Context gossip, Memberlist memberlist, ClusterView view,
			OwnTags tags) {
		this.context = context;
		this.gossip = gossip;
		this.memberlist = memberlist;
		this.view = view;
		this.tags = tags;
	}

	/** The tags to announce for those that the application wants. Any thread. */
	Map<String, String> withCapability(Map<String, String> tags) {
		if (!this.announced) {
			return tags;
		}
		return withTag(tags);
	}

	private static Map<String, String> withTag(Map<String, String> tags) {
		Map<String, String> all = new TreeMap<>(tags);
		all.put(StateChannel.TAG, TAG_VALUE);
		return all;
	}

	/**
	 * Opens a channel. Any thread.
	 * @throws IllegalStateException if there is one of that name, or no tags
	 * @throws io.membership.ConfigException if the tag has no room
	 */
	StateChannel open(StateChannelConfig settings, ReplicatedState state) {
		int protocol = this.context.config().protocolVersion();
		if (protocol < FIRST_PROTOCOL_WITH_TAGS) {
			throw new IllegalStateException("A channel needs Serf protocol " + FIRST_PROTOCOL_WITH_TAGS
					+ " or higher, but it is set to " + protocol);
		}
		ClusterConfig.encodeTags(withTag(this.tags.get()), protocol);
		if (!this.names.add(settings.name())) {
			throw new IllegalStateException("Channel '" + settings.name() + "' is open already");
		}
		// tags that the application sets from now on must leave room
		this.announced = true;
		Channel channel = new Channel(this.context, this.memberlist, this, settings, state);
		this.context.runtime().execute(() -> open(channel));
		return channel;
	}

	private void open(Channel channel) {
		this.announced = true;
		this.open.put(channel.name(), channel);
		Predicate<Member> audience = (member) -> this.capable.containsKey(member.name());
		channel.opened(this.lanes.computeIfAbsent(channel.name(),
				(name) -> this.gossip.newLane(audience, () -> this.capable.size() + 1)));
		this.view.all().forEach((member) -> channel.memberChanged(member, true));
		announce();
		if (!this.capable.isEmpty()) {
			channel.exchangeSoon();
		}
	}

	void close(Channel channel) {
		this.names.remove(channel.name());
		this.open.remove(channel.name(), channel);
		if (this.open.isEmpty()) {
			this.announced = false;
			announce();
		}
	}

	/** A member of the cluster has changed. */
	void changed(ClusterMember member) {
		if (member.name().equals(this.context.name())) {
			announce();
		}
		else {
			boolean understands = member.state().isPresent() && member.tags().containsKey(StateChannel.TAG);
			boolean wasAlone = this.capable.isEmpty();
			boolean appeared = understands ? this.capable.put(member.name(), member) == null : false;
			if (!understands) {
				disappeared(member.name());
			}
			if (appeared) {
				this.open.values().forEach((channel) -> channel.appeared(wasAlone));
			}
		}
		this.open.values().forEach((channel) -> channel.memberChanged(member, true));
	}

	/** A member was forgotten. */
	void forgotten(ClusterMember member) {
		disappeared(member.name());
		this.open.values().forEach((channel) -> channel.memberChanged(member, false));
	}

	private void disappeared(String name) {
		if (this.capable.remove(name) != null && this.capable.isEmpty()) {
			// nobody is left to gossip to, and the queues would never get empty
			this.open.values().forEach(Channel::alone);
		}
	}

	/** A message that is not one of Serf. */
	void receive(byte[] message) {
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
	}

	@Nullable ClusterMember capable(String name) {
		return this.capable.get(name);
	}

	List<ClusterMember> capable() {
		return new ArrayList<>(this.capable.values());
	}

	int capableCount() {
		return this.capable.size();
	}

	/** Brings this member's tags in line with whether there are channels. */
	private void announce() {
		ClusterMember self = this.view.get(this.context.name());
		if (self == null || self.tags().containsKey(StateChannel.TAG) == this.announced) {
			return;
		}
		try {
			this.memberlist.updateMetadata(
					ClusterConfig.encodeTags(withCapability(this.tags.get()), this.context.config().protocolVersion()));
		}
		catch (IllegalArgumentException ex) {
			logger.atWarn()
				.addKeyValue("reason", ex.getMessage())
				.log("The tag {} has no room, so nobody will use channels with this member: {}", StateChannel.TAG,
						SafeText.of(ex.getMessage()));
		}
	}

}
