package io.membership.wire;

import io.membership.Internal;

/**
 * Handles the messages of memberlist, with one method for each type. Code that lacks a
 * handler for a new message type does not compile.
 *
 * @see Message#accept
 */
@Internal
public interface MessageHandler {

	/**
	 * Handles a ping.
	 * @param ping the message
	 */
	void ping(Message.Ping ping);

	/**
	 * Handles an indirect ping.
	 * @param indirectPing the message
	 */
	void indirectPing(Message.IndirectPing indirectPing);

	/**
	 * Handles an ack.
	 * @param ack the message
	 */
	void ack(Message.Ack ack);

	/**
	 * Handles a nack.
	 * @param nack the message
	 */
	void nack(Message.Nack nack);

	/**
	 * Handles an error reply.
	 * @param error the message
	 */
	void errorReply(Message.ErrorReply error);

	/**
	 * Handles a suspect message.
	 * @param suspect the message
	 */
	void suspect(Message.Suspect suspect);

	/**
	 * Handles a dead message.
	 * @param dead the message
	 */
	void dead(Message.Dead dead);

	/**
	 * Handles an alive message.
	 * @param alive the message
	 */
	void alive(Message.Alive alive);

	/**
	 * Handles a user message.
	 * @param user the message
	 */
	void user(Message.User user);

	/**
	 * Handles a push/pull.
	 * @param pushPull the message
	 */
	void pushPull(Message.PushPull pushPull);

}
