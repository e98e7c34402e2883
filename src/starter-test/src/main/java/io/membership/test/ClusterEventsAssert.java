package io.membership.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.membership.spring.event.UserEvent;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about the events of the cluster. Those that expect an event wait for it, for
 * at most ten seconds unless {@link #within} says otherwise.
 */
public final class ClusterEventsAssert extends AbstractAssert<ClusterEventsAssert, ClusterEvents> {

	private Duration limit = Duration.ofSeconds(10);

	ClusterEventsAssert(ClusterEvents actual) {
		super(actual, ClusterEventsAssert.class);
	}

	/**
	 * Sets how long the following assertions wait.
	 * @param duration longest time to wait for an event
	 * @return this assertion
	 */
	public ClusterEventsAssert within(Duration duration) {
		this.limit = duration;
		return this;
	}

	/**
	 * Verifies that a member joined.
	 * @param member its name
	 * @return this assertion
	 */
	public ClusterEventsAssert containsJoined(String member) {
		return containsInOrder(member + " joined");
	}

	/**
	 * Verifies that a member left.
	 * @param member its name
	 * @return this assertion
	 */
	public ClusterEventsAssert containsLeft(String member) {
		return containsInOrder(member + " left");
	}

	/**
	 * Verifies that a member was suspected.
	 * @param member its name
	 * @return this assertion
	 */
	public ClusterEventsAssert containsSuspected(String member) {
		return containsInOrder(member + " suspected");
	}

	/**
	 * Verifies that a member failed.
	 * @param member its name
	 * @return this assertion
	 */
	public ClusterEventsAssert containsFailed(String member) {
		return containsInOrder(member + " failed");
	}

	/**
	 * Verifies that the tags of a member changed.
	 * @param member its name
	 * @return this assertion
	 */
	public ClusterEventsAssert containsUpdated(String member) {
		return containsInOrder(member + " updated");
	}

	/**
	 * Verifies that a user event arrived.
	 * @param event its name
	 * @return this assertion
	 */
	public ClusterEventsAssert containsUserEvent(String event) {
		return containsInOrder("event " + event);
	}

	/**
	 * Verifies that a user event arrived, and compares the payload of the first of that
	 * name.
	 * @param event its name
	 * @param payload its payload in UTF-8
	 * @return this assertion
	 */
	public ClusterEventsAssert containsUserEvent(String event, String payload) {
		containsUserEvent(event);
		String arrived = this.actual.of(UserEvent.class)
			.stream()
			.filter((user) -> user.getName().equals(event))
			.map((user) -> new String(user.getPayload(), StandardCharsets.UTF_8))
			.findFirst()
			.orElseThrow();
		if (!arrived.equals(payload)) {
			failWithMessage("Expected the event '%s' with the payload%n  %s%nbut its payload is%n  %s", event, payload,
					arrived);
		}
		return this;
	}

	/**
	 * Verifies that events happened in this order, possibly with others in between.
	 * @param texts the events as {@link ClusterEvents#texts} words them, for example
	 * {@code member-1 failed}
	 * @return this assertion
	 */
	public ClusterEventsAssert containsInOrder(String... texts) {
		isNotNull();
		List<String> wanted = List.of(texts);
		try {
			if (!this.actual.await(wanted, this.limit)) {
				failWithMessage("Expected the events%n  %s%nwithin %s, but these arrived:%n  %s", wanted, this.limit,
						this.actual.texts());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			failWithMessage("Interrupted while waiting for the events %s", wanted);
		}
		return this;
	}

	/**
	 * Verifies that an event has not happened so far, without waiting.
	 * @param text the event as {@link ClusterEvents#texts} words it
	 * @return this assertion
	 */
	public ClusterEventsAssert doesNotContain(String text) {
		isNotNull();
		if (this.actual.texts().contains(text)) {
			failWithMessage("Expected no event%n  %s%nbut these arrived:%n  %s", text, this.actual.texts());
		}
		return this;
	}

}
