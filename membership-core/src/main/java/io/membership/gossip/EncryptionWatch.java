package io.membership.gossip;

import java.time.Duration;

import io.membership.Keyring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reminds operators of two things about encryption that are easily forgotten: a key that
 * has been used so often that it should be replaced, and a transition to encryption that
 * was begun and never ended. Confined to the event loop.
 * <p>
 * With random nonces one AES-GCM key is good for 2^32 messages (NIST SP 800-38D, section
 * 8.3), and all members use the same key. What the whole cluster has encrypted is
 * estimated from what this member has.
 */
final class EncryptionWatch {

	/** Messages after which a key should be replaced: half of what it is good for. */
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
	 * @param warnAt after how many messages of the cluster the key should be replaced
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
