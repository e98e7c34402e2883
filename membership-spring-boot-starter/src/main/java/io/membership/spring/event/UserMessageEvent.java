package io.membership.spring.event;

import java.nio.charset.StandardCharsets;

import io.membership.gossip.Memberlist;

import org.springframework.context.ApplicationEvent;

/**
 * A user message has arrived: a broadcast that was gossiped, or a message that was sent
 * to this member. It may arrive more than once. The bytes come from the network and are
 * untrusted.
 */
public final class UserMessageEvent extends ApplicationEvent {

	private final byte[] message;

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param message the bytes
	 */
	public UserMessageEvent(Memberlist source, byte[] message) {
		super(source);
		this.message = message.clone();
	}

	/**
	 * The message.
	 * @return a copy of the bytes
	 */
	public byte[] getMessage() {
		return this.message.clone();
	}

	/**
	 * The message as text.
	 * @return the bytes decoded as UTF-8, malformed bytes replaced; untrusted text
	 */
	public String getText() {
		return new String(this.message, StandardCharsets.UTF_8);
	}

	/**
	 * The member that has received the message: the local one.
	 * @return the bean that published this event
	 */
	public Memberlist getMemberlist() {
		return (Memberlist) getSource();
	}

	@Override
	public String toString() {
		return "UserMessageEvent[" + this.message.length + " bytes]";
	}

}
