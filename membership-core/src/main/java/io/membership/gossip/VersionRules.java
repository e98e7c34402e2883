package io.membership.gossip;

import java.util.List;

import io.membership.SafeText;
import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether nodes understand each other. Every member must speak a version that all
 * others understand, of the gossip protocol and of the application's. Unlike memberlist,
 * entries of nodes that are gone do not count, and entries without a usable version
 * vector are ignored: one bad record must not keep all other nodes out. Pure functions.
 */
final class VersionRules {

	static final int VECTOR_BYTES = 6;

	private static final int CORE = 0;

	private static final int DELEGATE = 3;

	private VersionRules() {
	}

	/** Whether the version bytes of an alive message are usable. */
	static boolean isSane(byte @Nullable [] vsn) {
		if (vsn == null || vsn.length < 3) {
			return true;
		}
		int min = vsn[0] & 0xff;
		int max = vsn[1] & 0xff;
		return min > 0 && max > 0 && min <= max;
	}

	/** Whether the version bytes of a push/pull entry can be compared. */
	static boolean isComplete(byte @Nullable [] vsn) {
		return vsn != null && vsn.length >= VECTOR_BYTES && isSane(vsn);
	}

	static ProtocolVersions versions(byte @Nullable [] vsn) {
		return (vsn != null && vsn.length >= VECTOR_BYTES) ? ProtocolVersions.ofWire(vsn) : ProtocolVersions.UNKNOWN;
	}

	/**
	 * Checks remote and local nodes against each other.
	 * @return the first incompatibility, or {@code null} if there is none
	 */
	static @Nullable String incompatibility(List<Message.NodeState> remote, Iterable<NodeRecord> local) {
		Range core = new Range(CORE);
		Range delegate = new Range(DELEGATE);
		for (Message.NodeState node : remote) {
			if (counts(node)) {
				core.narrow(node.vsn());
				delegate.narrow(node.vsn());
			}
		}
		for (NodeRecord node : local) {
			if (node.status.isPresent() && isComplete(node.vsn)) {
				core.narrow(node.vsn);
				delegate.narrow(node.vsn);
			}
		}
		for (Message.NodeState node : remote) {
			if (counts(node)) {
				String problem = problem(node.name(), node.vsn(), core, delegate);
				if (problem != null) {
					return problem;
				}
			}
		}
		for (NodeRecord node : local) {
			if (node.status.isPresent() && isComplete(node.vsn)) {
				String problem = problem(node.name, node.vsn, core, delegate);
				if (problem != null) {
					return problem;
				}
			}
		}
		return null;
	}

	private static boolean counts(Message.NodeState node) {
		return node.state() == MemberStatus.ALIVE.ordinal() && isComplete(node.vsn());
	}

	private static @Nullable String problem(String name, byte @Nullable [] vsn, Range core, Range delegate) {
		if (!core.contains(vsn)) {
			return "Node '" + SafeText.of(name) + "' protocol version (" + core.current(vsn) + ") is incompatible: "
					+ core;
		}
		if (!delegate.contains(vsn)) {
			return "Node '" + SafeText.of(name) + "' delegate protocol version (" + delegate.current(vsn)
					+ ") is incompatible: " + delegate;
		}
		return null;
	}

	private static final class Range {

		private final int offset;

		private int highestMin;

		private int lowestMax = 255;

		private Range(int offset) {
			this.offset = offset;
		}

		private void narrow(byte @Nullable [] vsn) {
			if (vsn != null) {
				this.highestMin = Math.max(this.highestMin, vsn[this.offset] & 0xff);
				this.lowestMax = Math.min(this.lowestMax, vsn[this.offset + 1] & 0xff);
			}
		}

		private int current(byte @Nullable [] vsn) {
			return (vsn != null) ? vsn[this.offset + 2] & 0xff : 0;
		}

		private boolean contains(byte @Nullable [] vsn) {
			return current(vsn) >= this.highestMin && current(vsn) <= this.lowestMax;
		}

		@Override
		public String toString() {
			return "[" + this.highestMin + ", " + this.lowestMax + "]";
		}

	}

}
