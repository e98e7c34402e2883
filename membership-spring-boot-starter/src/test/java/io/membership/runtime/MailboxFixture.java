package io.membership.runtime;

/** Figures of mailboxes, for tests of the meters that show them. */
public final class MailboxFixture {

	private MailboxFixture() {
	}

	/** Counts one event that was dropped because a mailbox was full. */
	public static void countDrop(MailboxFigures figures) {
		figures.dropped(1);
	}

}
