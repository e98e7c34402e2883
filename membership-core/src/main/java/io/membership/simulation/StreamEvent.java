package io.membership.simulation;

/** Something a stream brings to the event loop of a node. */
final class StreamEvent extends NodeEvent {

	private final byte[] data;

	private final Runnable work;

	StreamEvent(byte[] data, Runnable work) {
		super(Kind.STREAM);
		this.data = data;
		this.work = work;
	}

	@Override
	public void fire() {
		throw new IllegalStateException("a stream event is handed to its node directly");
	}

	@Override
	void handle() {
		this.work.run();
	}

	@Override
	byte[] payload() {
		return this.data;
	}

}
