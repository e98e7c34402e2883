package io.membership.gossip;

import java.time.Duration;

import io.membership.Keyring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns operators about two problems that are easy to miss: a key that has encrypted so
 * many messages that it should be replaced, and a transition to encryption that was
 * started but never completed. Confined to the event loop.
 * <p>
 * With random nonces one AES-GCM key is safe for 2^32 messages (NIST SP 800-38D, section
 * 8.3), and all members use the same key. The number of messages encrypted by the whole
 * cluster is estimated from the number encrypted by this member.
 */
final class EncryptionWatch {

	/**
	 * Number of messages after which a key should be replaced: half of the safe number.
	 */
	static final long WARN_AT = 1L << 31;

	private static final Logger logger = LoggerFactory.getLogger(EncryptionWatch.class);

	private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

	private static final int REMIND_AFTER_ROUNDS = 60;

	private final NodeContext context;

	private final MemberTable table;

	private final long warnAt;

	private int rounds;

	private boolean warned;

	/**
	 * Creates the watch.
	 * @param context the member
	 * @param table the known members
	 * @param warnAt number of messages, sent by the whole cluster, after which the key
	 * should be replaced
	 */
	EncryptionWatch(NodeContext context, MemberTable table, long warnAt) {
		this.context = context;
		this.table = table;
		this.warnAt = warnAt;
	}

	void start() {
		this.context.stalls().after(INTERVAL_NANOS, this::check);
	}

	private void check() {
		this.context.stalls().after(INTERVAL_NANOS, this::check);
		this.rounds++;
		MemberlistConfig config = this.context.config();
		Keyring keyring = config.encryption().keyring();
		boolean remind = this.rounds % REMIND_AFTER_ROUNDS == 0;
		long estimate = keyring.encryptions() * this.table.clusterSize();
		if (estimate >= this.warnAt && (remind || !this.warned)) {
			this.warned = true;
			logger.atWarn()
				.addKeyValue("estimatedMessages", estimate)
				.log("The primary encryption key has been used for very many messages; rotate it");
		}
		if (remind && !keyring.isEmpty()
				&& !(config.encryption().verifyIncoming() && config.encryption().verifyOutgoing())) {
			logger.atWarn()
				.addKeyValue("verifyIncoming", config.encryption().verifyIncoming())
				.addKeyValue("verifyOutgoing", config.encryption().verifyOutgoing())
				.log("Plaintext is still allowed although there is a key; end the transition to encryption");
		}
	}

}
