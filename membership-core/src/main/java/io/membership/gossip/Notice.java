package io.membership.gossip;

import io.membership.runtime.Mailbox;
import org.jspecify.annotations.Nullable;

/** A notification for the application or the protocol above. */
sealed interface Notice {

	/**
	 * A member has changed.
	 *
	 * @param event the change
	 */
	record Change(MemberEvent event) implements Notice {
	}

	/**
	 * A message has arrived.
	 *
	 * @param payload the bytes
	 */
	record Message(byte[] payload) implements Notice {
	}

	/**
	 * A call of a delegate or of a callback of the application.
	 *
	 * @param work makes the call
	 * @param bytes size of the data that the call carries
	 */
	record Call(Runnable work, int bytes) implements Notice {
	}

	/**
	 * Decides what happens to notices when a mailbox is full: merges changes of one
	 * member into their net effect, and drops all others.
	 */
	final class Rule implements Mailbox.Rule<Notice> {

		@Override
		public @Nullable Object key(Notice notice) {
			return (notice instanceof Change change) ? change.event().member().name() : null;
		}

		@Override
		public long bytes(Notice notice) {
			if (notice instanceof Message message) {
				return message.payload().length;
			}
			return (notice instanceof Call call) ? call.bytes() : 0;
		}

		@Override
		public @Nullable Notice merge(Notice first, Notice last) {
			if (!(first instanceof Change before) || !(last instanceof Change after)) {
				return last;
			}
			MemberEvent.Type net = net(known(before.event()), after.event().member().status());
			return (net != null) ? new Change(new MemberEvent(net, after.event().member())) : null;
		}

		/**
		 * Returns the status of a member, as known to the listener, before an event;
		 * {@code null} if the member was absent. Assumes that a failed member was
		 * suspected before.
		 */
		private static @Nullable MemberStatus known(MemberEvent first) {
			return switch (first.type()) {
				case JOINED -> null;
				case SUSPECTED, LEFT -> MemberStatus.ALIVE;
				case RECOVERED, FAILED -> MemberStatus.SUSPECT;
				case UPDATED -> first.member().status();
			};
		}

		/**
		 * Returns the type of the change from one status to another, or {@code null} if
		 * nothing changed.
		 */
		private static MemberEvent.@Nullable Type net(@Nullable MemberStatus known, MemberStatus now) {
			return switch (now) {
				case LEFT -> (known != null) ? MemberEvent.Type.LEFT : null;
				case FAILED -> (known != null) ? MemberEvent.Type.FAILED : null;
				case SUSPECT -> (known == null) ? MemberEvent.Type.JOINED
						: (known == MemberStatus.SUSPECT) ? MemberEvent.Type.UPDATED : MemberEvent.Type.SUSPECTED;
				case ALIVE -> (known == null) ? MemberEvent.Type.JOINED
						: (known == MemberStatus.SUSPECT) ? MemberEvent.Type.RECOVERED : MemberEvent.Type.UPDATED;
			};
		}

	}

}
