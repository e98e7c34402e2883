package io.membership.agent.handler;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.membership.cluster.MemberEventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EventHandlerSpecTests {

	@Test
	void aScriptAloneIsRunForEverything() {
		EventHandlerSpec spec = EventHandlerSpec.parse("./any.sh a b");
		assertThat(spec.script()).isEqualTo("./any.sh a b");
		assertThat(spec.filter().terms()).containsExactly("*:");
	}

	@Test
	void whatIsBeforeTheFirstEqualsSignIsTheFilter() {
		EventHandlerSpec spec = EventHandlerSpec.parse("member-join,member-leave=./run --level=3");
		assertThat(spec.script()).isEqualTo("./run --level=3");
		assertThat(spec.filter().matches(MemberEventType.LEAVE)).isTrue();
		assertThat(spec.filter().matches(MemberEventType.FAILED)).isFalse();
		assertThat(EventHandlerSpec.parse("user:deploy=d").filter().matchesUser("deploy")).isTrue();
		assertThat(EventHandlerSpec.parse("query:load=uptime").filter().matchesQuery("load")).isTrue();
		assertThat(EventHandlerSpec.parse("=any").filter().terms()).containsExactly("*:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "user=", "member-join= " })
	void aHandlerWithoutAProgramIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> EventHandlerSpec.parse(text))
			.withMessage("Invalid event handler '" + text + "': it names no program; use [FILTER=]SCRIPT");
	}

	@Test
	void anUnknownKindOfEventIsRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> EventHandlerSpec.parse("./run --level=3"))
			.withMessageStartingWith("Invalid event handler './run --level=3': './run --level' is not a kind of event")
			.withMessageEndingWith("*=SCRIPT");
	}

	@Test
	void aCommandLineThatCannotBeSplitIsRefusedAtTheStartUnlessAShellReadsIt() {
		List<EventHandlerSpec> specs = List.of(EventHandlerSpec.parse("echo it's"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EventHandlers("self", Map::of, specs, EventHandlerSettings.DEFAULT))
			.withMessageContaining("echo it's")
			.withMessageContaining("a quote is not closed");
		new EventHandlers("self", Map::of, specs, new EventHandlerSettings(true, Duration.ofSeconds(1), 1, 1)).close();
	}

	@Test
	void descriptionsNameTheScriptOfEachKindOfEvent() {
		List<EventHandlerSpec> specs = List.of(EventHandlerSpec.parse("user:deploy,query=a"),
				EventHandlerSpec.parse("b"), EventHandlerSpec.parse("query=c"));
		try (EventHandlers handlers = new EventHandlers("self", Map::of, specs, EventHandlerSettings.DEFAULT)) {
			assertThat(handlers.descriptions()).isEqualTo(Map.of("user:deploy", "a", "*:", "b", "query:", "c"));
		}
	}

	@Test
	void settingsThatCannotWorkAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new EventHandlerSettings(false, Duration.ZERO, 1, 1))
			.withMessageContaining("PT0S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EventHandlerSettings(false, Duration.ofSeconds(1), 0, 1))
			.withMessageContaining("0");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EventHandlerSettings(false, Duration.ofSeconds(1), 1, 0))
			.withMessageContaining("0");
	}

}
