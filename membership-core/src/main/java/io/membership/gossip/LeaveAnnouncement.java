package io.membership.gossip;

import java.util.ArrayList;
import java.util.List;

/** Announces that this member leaves, once. Confined to the event loop. */
final class LeaveAnnouncement {

	private final MemberTable table;

	private final StateMachine state;

	/** Called when the announcement was gossiped. */
	private final List<Runnable> waiting = new ArrayList<>();

	private boolean begun;

	private boolean announced;

	LeaveAnnouncement(MemberTable table, StateMachine state) {
		this.table = table;
		this.state = state;
	}

	/**
	 * Begins to leave, unless that has begun.
	 * @param then is called when the other members were told; at once if they were
	 * before, or there are none
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
