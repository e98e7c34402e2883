package io.membership.cluster;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.membership.SafeText;
import io.membership.cluster.channel.ChannelTag;
import io.membership.cluster.channel.StateChannel;
import io.membership.gossip.Memberlist;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the tags of this member: those set by the application, and the one that
 * advertises its channels.
 */
final class TagAnnouncer implements ChannelTag {

	private static final Logger logger = LoggerFactory.getLogger(TagAnnouncer.class);

	/** Members that speak an older Serf protocol have only one tag. */
	private static final int FIRST_PROTOCOL_WITH_TAGS = 3;

	private static final String TAG_VALUE = "1";

	private final ClusterContext context;

	private final Memberlist memberlist;

	private final ClusterView view;

	private final OwnTags tags;

	/** Whether this member has an open channel. */
	private volatile boolean channels;

	TagAnnouncer(ClusterContext context, Memberlist memberlist, ClusterView view, OwnTags tags) {
		this.context = context;
		this.memberlist = memberlist;
		this.view = view;
		this.tags = tags;
	}

	/** Changes the tags set by the application, see {@link Cluster#tags(Map)}. */
	CompletableFuture<Void> change(Map<String, String> wanted) {
		byte[] encoded = encode(this.channels ? withTag(wanted) : wanted);
		this.tags.set(wanted);
		return this.memberlist.updateMetadata(encoded);
	}

	@Override
	public void requireRoom() {
		int protocol = this.context.config().protocolVersion();
		if (protocol < FIRST_PROTOCOL_WITH_TAGS) {
			throw new IllegalStateException("A channel needs Serf protocol " + FIRST_PROTOCOL_WITH_TAGS
					+ " or higher, but it is set to " + protocol);
		}
		encode(withTag(this.tags.get()));
	}

	@Override
	public void want(boolean wanted) {
		this.channels = wanted;
	}

	@Override
	public void announce() {
		ClusterMember self = this.view.get(this.context.name());
		if (self == null || self.tags().containsKey(StateChannel.TAG) == this.channels) {
			return;
		}
		try {
			this.memberlist.updateMetadata(encode(this.channels ? withTag(this.tags.get()) : this.tags.get()));
		}
		catch (IllegalArgumentException ex) {
			logger.atWarn()
				.addKeyValue("reason", ex.getMessage())
				.log("There is no room for the tag {}, so other members will not use channels with this one: {}",
						StateChannel.TAG, SafeText.of(ex.getMessage()));
		}
	}

	private byte[] encode(Map<String, String> announced) {
		return ClusterConfig.encodeTags(announced, this.context.config().protocolVersion());
	}

	private static Map<String, String> withTag(Map<String, String> tags) {
		Map<String, String> all = new TreeMap<>(tags);
		all.put(StateChannel.TAG, TAG_VALUE);
		return all;
	}

}
