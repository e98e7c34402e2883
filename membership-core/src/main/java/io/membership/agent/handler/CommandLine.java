package io.membership.agent.handler;

import java.util.ArrayList;
import java.util.List;

import io.membership.SafeText;

/**
 * Splits a command line into a program and its arguments, without any expansion: no
 * variables, globs, redirection or operators. Spaces and tabs separate arguments. Single
 * quotes preserve all characters; double quotes preserve all but a backslash before a
 * double quote or a backslash; elsewhere a backslash escapes the next character. Adjacent
 * quoted and unquoted parts form one argument, and {@code ''} is an empty one.
 */
final class CommandLine {

	private final String text;

	private final List<String> arguments = new ArrayList<>();

	private final StringBuilder argument = new StringBuilder();

	private boolean inArgument;

	private int position;

	private CommandLine(String text) {
		this.text = text;
	}

	/**
	 * Splits a command line.
	 * @throws IllegalArgumentException if a quote is not closed, the line ends with a
	 * backslash, contains a NUL or names no program
	 */
	static List<String> split(String text) {
		CommandLine line = new CommandLine(text);
		if (text.indexOf('\0') >= 0) {
			throw line.invalid("it contains a NUL");
		}
		while (line.position < text.length()) {
			line.step();
		}
		line.end();
		if (line.arguments.isEmpty() || line.arguments.get(0).isEmpty()) {
			throw line.invalid("it names no program");
		}
		return List.copyOf(line.arguments);
	}

	private void step() {
		char c = this.text.charAt(this.position++);
		switch (c) {
			case ' ', '\t', '\n', '\r' -> end();
			case '\'', '"' -> quoted(c);
			case '\\' -> literal(next("it ends with a backslash"));
			default -> literal(c);
		}
	}

	private void quoted(char quote) {
		this.inArgument = true;
		char c = next("a quote is not closed");
		while (c != quote) {
			if (c == '\\' && quote == '"') {
				char escaped = next("a quote is not closed");
				if (escaped != '"' && escaped != '\\') {
					this.argument.append('\\');
				}
				this.argument.append(escaped);
			}
			else {
				this.argument.append(c);
			}
			c = next("a quote is not closed");
		}
	}

	private void literal(char c) {
		this.inArgument = true;
		this.argument.append(c);
	}

	private char next(String problem) {
		if (this.position == this.text.length()) {
			throw invalid(problem);
		}
		return this.text.charAt(this.position++);
	}

	private void end() {
		if (this.inArgument) {
			this.arguments.add(this.argument.toString());
			this.argument.setLength(0);
			this.inArgument = false;
		}
	}

	private IllegalArgumentException invalid(String problem) {
		return new IllegalArgumentException(
				"Invalid script '" + SafeText.of(this.text) + "' of an event handler: " + problem);
	}

}
