package io.membership.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.awaitility.core.TerminalFailureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TestProcessTests {

	@TempDir
	private Path folder;

	private TestProcess process;

	@AfterEach
	void end() {
		this.process.close();
	}

	@Test
	void aWaitFailsAtOnceWithTheLogOfAProgramThatHasEnded() {
		this.process = shell("echo address taken; exit 3");
		assertThatExceptionOfType(TerminalFailureException.class)
			.isThrownBy(() -> Eventually.await("something else").until(() -> false))
			.havingCause()
			.withMessageContaining("'sh'")
			.withMessageContaining("exit code 3")
			.withMessageContaining("address taken");
	}

	@Test
	void aProgramThatTheTestEndsIsNoFailure() {
		this.process = shell("exec sleep 1000");
		this.process.kill();
		assertThat(this.process.isAlive()).isFalse();
		Eventually.await("nothing").until(() -> true);
	}

	@Test
	void theEndThatTheTestExpectsIsNoFailure() {
		this.process = shell("exit 4");
		assertThat(this.process.awaitEnd()).isEqualTo(4);
		Eventually.await("nothing").until(() -> true);
	}

	@Test
	void theLogIsThatOfTheLastStartOnly() {
		shell("echo first").awaitEnd();
		this.process = shell("echo second");
		this.process.awaitEnd();
		assertThat(this.process.log()).isEqualTo("second\n");
	}

	@Test
	void aConversationGoesByTheStandardStreamsAndErrorsToTheLog() throws IOException {
		this.process = TestProcess.startConversation("sh", this.folder.resolve("log"),
				List.of("sh", "-c", "read line; echo \"heard $line\"; echo trouble >&2"));
		this.process.input().append("hello\n").flush();
		assertThat(this.process.output().readLine()).isEqualTo("heard hello");
		this.process.awaitEnd();
		assertThat(this.process.log()).isEqualTo("trouble\n");
	}

	private TestProcess shell(String script) {
		return TestProcess.start("sh", this.folder.resolve("log"), List.of("sh", "-c", script));
	}

}
