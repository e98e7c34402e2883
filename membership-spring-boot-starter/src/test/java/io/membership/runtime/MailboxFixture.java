package io.membership.runtime;

/** Figures of mailboxes, for tests of the meters that show them. */
public final class MailboxFixture {

	private MailboxFixture() {
	}

	/** Counts everything but drops, which have a reason of their own. */
	public static void countEverything(MailboxFigures figures) {
		figures.delivered(1);
		figures.merged(1);
		figures.failed(new IllegalStateException("counted"));
	}

}
