package io.membership.spring.interop;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.membership.testing.MemberProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How far the logs of some nodes had come at a certain time.
 *
 * @param lengths their length in characters
 */
record LogMarks(Map<MemberProcess, Integer> lengths) {

	static LogMarks of(Collection<? extends MemberProcess> nodes) {
		return new LogMarks(
				nodes.stream().collect(Collectors.toMap(Function.identity(), (node) -> node.log().length())));
	}

	void assertNothingLogged(String expression) {
		Pattern pattern = Pattern.compile(expression);
		this.lengths.forEach((node, length) -> assertThat(node.log().substring(length).lines()).as("log of %s", node)
			.noneMatch((line) -> pattern.matcher(line).find()));
	}

}
