package io.membership.gossip;

import io.membership.runtime.Mailbox;
import org.jspecify.annotations.Nullable;

/** Something that the application, or the protocol above, is told. */
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
	 * A delegate, or a callback of the application, is to be called.
	 *
	 * @param work calls it
	 * @param bytes size of what the call carries
	 */
	record Call(Runnable work, int bytes) implements Notice {
	}

	/**
	 * What becomes of notices that find a mailbox full: changes of one member become
	 * their net effect, everything else is dropped.
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
		 * Returns the status in which the listener knew a member before an event;
		 * {@code null} if it knew it as absent. One that has failed was suspected before,
		 * as a rule.
		 */
		private static @Nullable MemberStatus known(MemberEvent first) {
			return switch (first.type()) {
				case JOINED -> null;
				case SUSPECTED, LEFT -> MemberStatus.ALIVE;
				case RECOVERED, FAILED -> MemberStatus.SUSPECT;
				case UPDATED -> first.member().status();
			};
		}

		/** Returns what has happened from one status to another, if anything has. */
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
