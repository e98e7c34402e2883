package io.membership.wire;

import io.membership.Internal;

/**
 * Handles the messages of Serf, with one method for each type. Code that lacks a handler
 * for a new message type does not compile.
 *
 * @see SerfMessage#accept
 */
@Internal
public interface SerfMessageHandler {

	/**
	 * Handles a leave intent.
	 * @param leave the message
	 */
	void leave(SerfMessage.Leave leave);

	/**
	 * Handles a join intent.
	 * @param join the message
	 */
	void join(SerfMessage.Join join);

	/**
	 * Handles a push/pull.
	 * @param pushPull the message
	 */
	void pushPull(SerfMessage.PushPull pushPull);

	/**
	 * Handles a user event.
	 * @param event the message
	 */
	void userEvent(SerfMessage.UserEvent event);

	/**
	 * Handles a query.
	 * @param query the message
	 */
	void query(SerfMessage.Query query);

	/**
	 * Handles an answer to a query, or an acknowledgement.
	 * @param response the message
	 */
	void queryResponse(SerfMessage.QueryResponse response);

	/**
	 * Handles the record of the owner of a disputed name.
	 * @param response the message
	 */
	void conflictResponse(SerfMessage.ConflictResponse response);

	/**
	 * Handles a key request.
	 * @param request the message
	 */
	void keyRequest(SerfMessage.KeyRequest request);

	/**
	 * Handles the outcome of a key request.
	 * @param response the message
	 */
	void keyResponse(SerfMessage.KeyResponse response);

	/**
	 * Handles a message to pass on.
	 * @param relay the message
	 */
	void relay(SerfMessage.Relay relay);

}
