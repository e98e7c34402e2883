package io.membership.gossip;

import java.util.ArrayList;
import java.util.List;

/** Announces, once, that this member leaves. Confined to the event loop. */
final class LeaveAnnouncement {

	private final MemberTable table;

	private final StateMachine state;

	/** Callbacks to run when the announcement has been gossiped. */
	private final List<Runnable> waiting = new ArrayList<>();

	private boolean begun;

	private boolean announced;

	LeaveAnnouncement(MemberTable table, StateMachine state) {
		this.table = table;
		this.state = state;
	}

	/**
	 * Starts the announcement, if it has not started yet.
	 * @param then called when the announcement has been gossiped; immediately if it
	 * already was, or if there is no other member
	 */
	void announce(Runnable then) {
		if (this.announced) {
			then.run();
			return;
		}
		this.waiting.add(then);
		if (!this.begun) {
			this.begun = true;
			boolean alone = this.table.clusterSize() <= 1;
			this.state.leaveSelf(this::announced);
			if (alone) {
				announced();
			}
		}
	}

	private void announced() {
		this.announced = true;
		List<Runnable> told = List.copyOf(this.waiting);
		this.waiting.clear();
		told.forEach(Runnable::run);
	}

}
