package io.membership.spring.event;

import java.nio.charset.StandardCharsets;

import io.membership.gossip.Memberlist;

import org.springframework.context.ApplicationEvent;

/**
 * Published for each user message, which is either a gossiped broadcast or a message sent
 * to this member. The same message may be published more than once. The bytes come from
 * the network and are untrusted.
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
	 * Returns the message.
	 * @return a copy of the bytes
	 */
	public byte[] getMessage() {
		return this.message.clone();
	}

	/**
	 * Returns the message as text.
	 * @return the bytes decoded as UTF-8, malformed bytes replaced; untrusted text
	 */
	public String getText() {
		return new String(this.message, StandardCharsets.UTF_8);
	}

	/**
	 * Returns the local member that received the message.
	 * @return the local member
	 */
	public Memberlist getMemberlist() {
		return (Memberlist) getSource();
	}

	@Override
	public String toString() {
		return "UserMessageEvent[" + this.message.length + " bytes]";
	}

}
