package io.membership.agent.handler;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CommandLineTests {

	@Test
	void spacesAndTabsSeparateArguments() {
		assertThat(CommandLine.split("  ./run.sh\t-v   two ")).containsExactly("./run.sh", "-v", "two");
	}

	@Test
	void quotesKeepAnArgumentTogether() {
		assertThat(CommandLine.split("run 'a  b' \"c 'd'\" e'f g'\"h\"i ''")).containsExactly("run", "a  b", "c 'd'",
				"ef ghi", "");
	}

	@Test
	void aBackslashTakesTheMeaningOfTheNextCharacter() {
		assertThat(CommandLine.split("run a\\ b \\' \"\\\" \\\\ \\n\" '\\n'"))
			.isEqualTo(List.of("run", "a b", "'", "\" \\ \\n", "\\n"));
	}

	@Test
	void nothingIsExpanded() {
		assertThat(CommandLine.split("run $HOME `id` $(id) * ~ ; & | > <")).containsExactly("run", "$HOME", "`id`",
				"$(id)", "*", "~", ";", "&", "|", ">", "<");
	}

	@ParameterizedTest
	@ValueSource(strings = { "run 'a", "run \"a", "run \"a\\", "run a\\", "", "  ", "'' a", "run \u0000" })
	void whatCannotBeSplitIsRefusedByName(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.split(text))
			.withMessageStartingWith("Invalid script '");
	}

}
