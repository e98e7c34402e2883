package io.membership.agent;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Formats lines like a Serf agent's log: {@code 2026/11/21 10:00:00 [INFO] serf:
 * EventMemberJoin: web-1 10.0.0.1}.
 */
final class LogLines {

	/** Longest message, in characters. */
	static final int MAX_LENGTH = 2048;

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

	private static final String ROOT = "io.membership.";

	private LogLines() {
	}

	static String format(AgentLog.Level level, String loggerName, String message, Instant time) {
		StringBuilder line = new StringBuilder(64 + Math.min(message.length(), MAX_LENGTH));
		line.append(TIME.format(time.atZone(ZoneId.systemDefault())));
		line.append(" [").append(level).append("] ").append(source(loggerName)).append(": ");
		appendSafe(line, message);
		return line.toString();
	}

	/** Returns the name of the subsystem in Serf's log. */
	private static String source(String loggerName) {
		if (loggerName.startsWith(ROOT + "gossip.") || loggerName.startsWith(ROOT + "netty.")) {
			return "memberlist";
		}
		if (loggerName.startsWith(ROOT + "cluster.")) {
			return "serf";
		}
		if (loggerName.startsWith(ROOT + "agent.")) {
			return loggerName.startsWith(ROOT + "agent.Rpc") ? "agent.ipc" : "agent";
		}
		if (loggerName.startsWith(ROOT + "seeds.")) {
			return "agent";
		}
		return loggerName.substring(loggerName.lastIndexOf('.') + 1);
	}

	/**
	 * Escapes a message, which may contain names from the network, so that one line stays
	 * one line.
	 */
	private static void appendSafe(StringBuilder line, String message) {
		int length = Math.min(message.length(), MAX_LENGTH);
		for (int i = 0; i < length; i++) {
			char c = message.charAt(i);
			if (c == '\n') {
				line.append("\\n");
			}
			else if (isHarmless(c)) {
				line.append(c);
			}
			else {
				line.append("\\u").append(HexFormat.of().toHexDigits(c));
			}
		}
		if (length < message.length()) {
			line.append('\u2026');
		}
	}

	private static boolean isHarmless(char c) {
		return c == '\t' || switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
			default -> true;
		};
	}

}
