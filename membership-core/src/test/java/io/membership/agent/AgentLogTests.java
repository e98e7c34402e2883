package io.membership.agent;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import io.membership.Subscription;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AgentLogTests {

	private static final Instant TIME = LocalDateTime.of(2026, 11, 21, 10, 0)
		.atZone(ZoneId.systemDefault())
		.toInstant();

	private final AgentLog log = new AgentLog();

	@Test
	void aLineLooksAsInSerf() {
		append("io.membership.cluster.Members", "EventMemberJoin: web-1 10.0.0.1");
		append("io.membership.gossip.StateMachine", "a");
		append("io.membership.agent.RpcServer", "b");
		append("io.membership.agent.ScriptRunner", "c");
		append("com.example.OrderService", "d");
		assertThat(this.log.lines(AgentLog.Level.TRACE)).containsExactly(
				"2026/11/21 10:00:00 [INFO] serf: EventMemberJoin: web-1 10.0.0.1",
				"2026/11/21 10:00:00 [INFO] memberlist: a", "2026/11/21 10:00:00 [INFO] agent.ipc: b",
				"2026/11/21 10:00:00 [INFO] agent: c", "2026/11/21 10:00:00 [INFO] OrderService: d");
	}

	@Test
	void aLineIsOneLineAndDrivesNoTerminal() {
		append("x", "a\n2026/11/21 [INFO] forged\r\u001b[31m\u202e\u2028 C:\\temp \u00e9");
		assertThat(this.log.lines(AgentLog.Level.TRACE)).containsExactly("2026/11/21 10:00:00 [INFO] x: "
				+ "a\\n2026/11/21 [INFO] forged\\u000d\\u001b[31m\\u202e\\u2028 C:\\temp \u00e9");
	}

	@Test
	void aLongMessageIsCutOff() {
		append("x", "y".repeat(1_000_000));
		assertThat(this.log.lines(AgentLog.Level.TRACE).get(0)).hasSizeLessThan(2100).endsWith("\u2026");
	}

	@Test
	void theLatest512LinesAreKept() {
		for (int i = 0; i < 600; i++) {
			append("x", "line " + i);
		}
		assertThat(this.log.lines(AgentLog.Level.TRACE)).hasSize(512).first().asString().endsWith("line 88");
	}

	@Test
	void whoWatchesGetsEachLineOnceAndOnlyThoseThatAreImportantEnough() {
		List<String> seen = new ArrayList<>();
		append("x", "before");
		Subscription watch = this.log.watch(AgentLog.Level.WARN, seen::add);
		this.log.append(AgentLog.Level.ERR, "x", "during", TIME);
		append("x", "not important");
		watch.close();
		this.log.append(AgentLog.Level.ERR, "x", "after", TIME);
		assertThat(seen).containsExactly("2026/11/21 10:00:00 [ERR] x: during");
	}

	private void append(String logger, String message) {
		this.log.append(AgentLog.Level.INFO, logger, message, TIME);
	}

}
