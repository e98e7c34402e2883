package io.membership.simulation;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/*
 * What the two kernels and the network do for one TCP connection. A segment that is lost or
 * blocked is sent again after a timeout that doubles, so a stream survives loss, and a short
 * cut, at the price of delay; each end has its own limit for how long it waits. The kernel
 * works also while the process is paused: connections are established, data is taken, and
 * written data still goes out after the process closed its end.
 */
/** The wire between the two ends of a stream. */
final class SimulatedStream {

	private static final long SYN_RETRY = TimeUnit.SECONDS.toNanos(1);

	private static final long DATA_RETRY = TimeUnit.MILLISECONDS.toNanos(200);

	private static final long GIVE_UP_RETRY = TimeUnit.SECONDS.toNanos(64);

	private static final int MAX_CHUNKS = 4;

	/** Cuts are made here in half of the cases, as headers are where scanners err. */
	private static final int HEADER = 24;

	final Simulation simulation;

	final Timeline timeline;

	final SimulatedNode clientNode;

	/** The client's ephemeral address, which the server sees. */
	final InetSocketAddress local;

	final InetSocketAddress remote;

	/** The host of an end vanished, so that it does not even send again. */
	private boolean clientVanished;

	private boolean serverVanished;

	SimulatedStream(Simulation simulation, SimulatedNode clientNode, InetSocketAddress local,
			InetSocketAddress remote) {
		this.simulation = simulation;
		this.timeline = simulation.timeline();
		this.clientNode = clientNode;
		this.local = local;
		this.remote = remote;
	}

	LinkConditions toServer() {
		return this.simulation.network().conditions(this.clientNode.address, this.remote);
	}

	/**
	 * Sends the first segment, and repeats it, also without a listener, while wanted.
	 */
	void synToServer(SynAnswer answer) {
		synToServer(SYN_RETRY, answer);
	}

	private void synToServer(long retry, SynAnswer answer) {
		if (!answer.isWanted() || retry > GIVE_UP_RETRY) {
			return;
		}
		Runnable again = () -> synToServer(retry * 2, answer);
		LinkConditions link = toServer();
		if (isLost(link, true)) {
			this.timeline.push(this.timeline.in(retry), Timeline.INBOUND, again::run);
			return;
		}
		this.timeline.push(this.timeline.in(latency(link)), Timeline.INBOUND, () -> {
			if (!answer.arrives()) {
				this.timeline.push(this.timeline.in(retry), Timeline.INBOUND, again::run);
			}
		});
	}

	/** Carries a segment without data to the server, or to the client. */
	void carry(boolean toServer, Runnable arrival) {
		carry(toServer, DATA_RETRY, arrival, () -> {
		});
	}

	private void carry(boolean toServer, long retry, Runnable arrival, Runnable givenUp) {
		if ((toServer ? this.clientVanished : this.serverVanished) || retry > GIVE_UP_RETRY) {
			givenUp.run();
			return;
		}
		LinkConditions link = toServer ? toServer()
				: this.simulation.network().conditions(this.remote, this.clientNode.address);
		if (isLost(link, toServer)) {
			this.timeline.push(this.timeline.in(retry), Timeline.INBOUND,
					() -> carry(toServer, retry * 2, arrival, givenUp));
		}
		else {
			this.timeline.push(this.timeline.in(latency(link)), Timeline.INBOUND, arrival::run);
		}
	}

	/** Carries a frame in one or several chunks. */
	void carryFrame(boolean toServer, byte[] frame, FrameCarriage carriage) {
		carryChunk(toServer, frame, cuts(frame.length), 0, carriage);
	}

	private void carryChunk(boolean toServer, byte[] frame, int[] cuts, int index, FrameCarriage carriage) {
		if (index == cuts.length - 1) {
			carry(toServer, DATA_RETRY, carriage::endArrives, carriage::givenUp);
			return;
		}
		byte[] chunk = Arrays.copyOfRange(frame, cuts[index], cuts[index + 1]);
		carry(toServer, DATA_RETRY, () -> {
			carriage.chunkArrives(chunk);
			carryChunk(toServer, frame, cuts, index + 1, carriage);
		}, carriage::givenUp);
	}

	/** Where a frame is cut into chunks: whole in half of the cases. */
	private int[] cuts(int length) {
		SplittableRandom random = this.clientNode.networkRandom;
		int chunks = random.nextBoolean() ? 1 : random.nextInt(2, MAX_CHUNKS + 1);
		int[] cuts = new int[chunks + 1];
		cuts[chunks] = length;
		for (int index = 1; index < chunks; index++) {
			int bound = random.nextBoolean() ? Math.min(length, HEADER) : length;
			cuts[index] = (bound > 0) ? random.nextInt(bound) : 0;
		}
		Arrays.sort(cuts);
		int[] distinct = Arrays.stream(cuts).distinct().toArray();
		return (distinct.length > 1) ? distinct : new int[] { 0, length };
	}

	/** The host of one end is gone without a word. */
	void vanish(boolean client) {
		if (client) {
			this.clientVanished = true;
		}
		else {
			this.serverVanished = true;
		}
	}

	private boolean isLost(LinkConditions link, boolean toServer) {
		InetSocketAddress from = toServer ? this.clientNode.address : this.remote;
		InetSocketAddress to = toServer ? this.remote : this.clientNode.address;
		return link.streamsBlocked() || link.unreachable() || !this.simulation.network().connects(from, to)
				|| (link.loss() > 0 && this.clientNode.networkRandom.nextDouble() < link.loss());
	}

	private long latency(LinkConditions link) {
		return Network.latency(link, this.clientNode.networkRandom);
	}

	/** A frame on its way. */
	interface FrameCarriage {

		/** A part of it arrives. */
		void chunkArrives(byte[] chunk);

		/** All of it has arrived. */
		void endArrives();

		/** The rest never arrives. */
		void givenUp();

	}

	/** What the server's host says to the first segment. */
	interface SynAnswer {

		/** Whether the client still wants to connect. */
		boolean isWanted();

		/**
		 * The segment arrives at the server's host.
		 * @return whether there is any answer, so that it need not be repeated
		 */
		boolean arrives();

	}

}
