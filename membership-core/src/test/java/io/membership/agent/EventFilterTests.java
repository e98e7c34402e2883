package io.membership.agent;

import java.util.Arrays;
import java.util.List;

import io.membership.cluster.MemberEventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EventFilterTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "*", "member-join,*", "*,user:deploy" })
	void nothingAndAnAsteriskMeanEverything(String text) {
		EventFilter filter = EventFilter.parse(text);
		assertThat(MemberEventType.values()).allMatch(filter::matches);
		assertThat(filter.matchesUser("any")).isTrue();
		assertThat(filter.matchesUser("")).isTrue();
		assertThat(filter.matchesQuery("any")).isTrue();
	}

	@ParameterizedTest
	@EnumSource(MemberEventType.class)
	void aKindOfMemberEventMatchesOnlyItself(MemberEventType type) {
		EventFilter filter = EventFilter.parse(type.serfName());
		assertThat(Arrays.stream(MemberEventType.values()).filter(filter::matches)).containsExactly(type);
		assertThat(filter.matchesUser(type.serfName())).isFalse();
		assertThat(filter.matchesQuery(type.serfName())).isFalse();
	}

	@Test
	void aListMatchesWhatAnyOfItMatches() {
		EventFilter filter = EventFilter.parse("member-join,user:deploy,query:load,user:ping");
		assertThat(filter.matches(MemberEventType.JOIN)).isTrue();
		assertThat(filter.matches(MemberEventType.LEAVE)).isFalse();
		assertThat(List.of("deploy", "ping")).allMatch(filter::matchesUser);
		assertThat(List.of("load", "Deploy", "deploy ", "")).noneMatch(filter::matchesUser);
		assertThat(filter.matchesQuery("load")).isTrue();
		assertThat(List.of("deploy", "loads", "")).noneMatch(filter::matchesQuery);
	}

	@ParameterizedTest
	@ValueSource(strings = { "user", "user:" })
	void userWithoutANameMatchesEveryUserEvent(String text) {
		EventFilter filter = EventFilter.parse(text);
		assertThat(List.of("deploy", "", "a:b")).allMatch(filter::matchesUser);
		assertThat(filter.matchesQuery("deploy")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "query", "query:" })
	void queryWithoutANameMatchesEveryQuery(String text) {
		EventFilter filter = EventFilter.parse(text);
		assertThat(List.of("load", "", "a:b")).allMatch(filter::matchesQuery);
		assertThat(filter.matchesUser("load")).isFalse();
	}

	@Test
	void aNameMayContainColons() {
		assertThat(EventFilter.parse("user:a:b").matchesUser("a:b")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "member-joined", "User", " user", "user ", "member-join, user", "member-join,", ",",
			"member-join:web", "*:x", "Member-Join" })
	void whatIsNoKindOfEventIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> EventFilter.parse(text))
			.withMessageContaining("is not a kind of event");
	}

	@Test
	void theRefusalNamesTheOffenderEscaped() {
		assertThatIllegalArgumentException().isThrownBy(() -> EventFilter.parse("user,b\u001b[31m\nad,query"))
			.withMessageStartingWith("'b\\u001b[31m\\nad' is not a kind of event");
	}

	@Test
	void theTermsAreWrittenAsSerfsStatisticsDo() {
		assertThat(EventFilter.parse("user:deploy,member-join,query,user:deploy").terms())
			.containsExactly("user:deploy", "member-join:", "query:");
		assertThat(EventFilter.ALL.terms()).containsExactly("*:");
	}

}
