package io.membership.spring.autoconfigure.properties;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * User events, and how events reach the listeners.
 *
 * @param sizeLimit Size of the largest user event, name and payload together, at most
 * 9216B. Raise it only in small clusters: an event must fit into one packet and travels
 * to every member several times. Use the same value on all members.
 * @param buffer Number of Lamport times for which the member remembers user events, to
 * deliver each only once. Raise it if more events are published within the time that a
 * member may be cut off; older ones are then lost. Each push/pull carries this buffer.
 * @param replayOnJoin Whether the first join delivers user events from before it. Set it
 * to true if events carry state that a new member needs. With a snapshot, a restarted
 * member receives the events that it missed in any case.
 * @param queueCapacity Number of events that may wait for a listener of the application.
 * When the queue is full, user events are dropped and changes of one member are merged.
 * Raise it for bursts; a listener that is always slower is not helped by it.
 * @param coalesce Merging of many events into few.
 */
public record EventsProperties(@DefaultValue("512B") DataSize sizeLimit, @DefaultValue("512") int buffer,
		@DefaultValue("false") boolean replayOnJoin, @DefaultValue("16384") int queueCapacity,
		@DefaultValue Coalesce coalesce) {

	/**
	 * Merging of many events into few.
	 *
	 * @param memberPeriod Longest time that changes of members wait to be delivered
	 * together, with the last state of each member only. Raise it (Serf's agent uses 3s)
	 * if listeners do costly work on every change, such as rewriting a configuration;
	 * they then hear of each change later. Zero delivers each change as it comes.
	 * @param memberQuiescentPeriod Time without a further change of a member after which
	 * the waiting changes are delivered early. Serf's agent uses 1s.
	 * @param userPeriod Longest time that user events which allow merging wait for later
	 * ones of the same name, of which only the latest is delivered. Raise it if events
	 * repeat quickly and only the last counts. Zero delivers each event as it comes.
	 * @param userQuiescentPeriod Time without a further user event after which the
	 * waiting ones are delivered early. Serf's agent uses 1s.
	 */
	public record Coalesce(@DefaultValue("0s") Duration memberPeriod,
			@DefaultValue("0s") Duration memberQuiescentPeriod, @DefaultValue("0s") Duration userPeriod,
			@DefaultValue("0s") Duration userQuiescentPeriod) {

	}

}
