package io.membership.cluster;

/**
 * Forgets members that failed or left long ago, at intervals. Confined to the event loop.
 */
final class Reaper {

	private final ClusterContext context;

	private final Members members;

	Reaper(ClusterContext context, Members members) {
		this.context = context;
		this.members = members;
	}

	void start() {
		this.context.after(this.context.config().members().reapInterval(), this::run);
	}

	private void run() {
		this.members.reap();
		start();
	}

}
