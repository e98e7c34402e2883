package io.membership.netty;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.membership.runtime.Transport;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What became of one stream operation. Checks when and how the callback is called. */
final class Outcome implements Transport.ExchangeCallback {

	private final Transport transport;

	private final List<Object> results = new CopyOnWriteArrayList<>();

	private final List<String> violations = new CopyOnWriteArrayList<>();

	private boolean calling;

	Outcome(Transport transport) {
		this.transport = transport;
	}

	void calling(Runnable call) {
		this.calling = true;
		call.run();
		this.calling = false;
	}

	@Override
	public void completed(byte[] reply) {
		result(reply);
	}

	@Override
	public void failed(Throwable cause) {
		result(cause);
	}

	private void result(Object result) {
		if (!this.transport.runtime().inEventLoop()) {
			this.violations.add("called on " + Thread.currentThread());
		}
		else if (this.calling) {
			this.violations.add("called synchronously");
		}
		this.results.add(result);
	}

	byte[] reply() {
		return (byte[]) settled();
	}

	Throwable failure() {
		return (Throwable) settled();
	}

	boolean isSettled() {
		return !this.results.isEmpty();
	}

	private Object settled() {
		await("the outcome").until(this::isSettled);
		assertThat(this.violations).isEmpty();
		assertThat(this.results).as("called exactly once").hasSize(1);
		return this.results.get(0);
	}

}
