package io.membership.spring;

import io.membership.cluster.PendingQuery;
import io.membership.cluster.QueryAnswer;
import io.membership.cluster.QueryListener;
import org.jspecify.annotations.Nullable;

/** Ends a query as soon as all members have answered. */
final class AllAnswered implements QueryListener {

	private final int members;

	private int answers;

	private @Nullable PendingQuery pending;

	AllAnswered(int members) {
		this.members = members;
	}

	/** The query to end; answers may arrive before it is known. */
	synchronized void end(PendingQuery query) {
		this.pending = query;
		endIfAll();
	}

	@Override
	public synchronized void answered(QueryAnswer answer) {
		this.answers++;
		endIfAll();
	}

	private void endIfAll() {
		if (this.pending != null && this.answers >= this.members) {
			this.pending.cancel();
		}
	}

}
