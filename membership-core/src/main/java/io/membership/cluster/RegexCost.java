package io.membership.cluster;

import java.util.ArrayDeque;
import java.util.Deque;

import io.membership.Internal;

/**
 * Estimates how large the compiled program of an expression becomes. RE2 matches in
 * linear time, but nested counted repetitions multiply: a dozen characters make a program
 * of a million steps, and the expressions of a query are unauthenticated. The estimate is
 * rough, and errs on the large side.
 */
@Internal
public final class RegexCost {

	/** Expressions of a higher cost are refused. */
	static final int MAX = 1000;

	private final String expression;

	private final Deque<Long> groups = new ArrayDeque<>();

	/** Size of the current group. */
	private long sum;

	/** Size of the atom that a repetition would repeat. */
	private long atom;

	private RegexCost(String expression) {
		this.expression = expression;
	}

	/**
	 * Returns whether an expression can be compiled and matched at low cost.
	 * @param expression the expression, in RE2's notation, valid or not
	 * @return {@code false} if it must be refused
	 */
	public static boolean isCheap(String expression) {
		return expression.length() <= MAX && new RegexCost(expression).estimate() <= MAX;
	}

	private long estimate() {
		int nesting = 0;
		for (int i = 0; i < this.expression.length(); i++) {
			switch (this.expression.charAt(i)) {
				case '\\' -> {
					i = escape(i + 1);
					atom(1);
				}
				case '[' -> {
					i = characterClass(i + 1);
					atom(1);
				}
				case '(' -> {
					this.groups.push(this.sum);
					nesting = Math.max(nesting, this.groups.size());
					this.sum = 0;
				}
				case ')' -> endGroup();
				case '{' -> i = repetition(i);
				default -> atom(1);
			}
			if (this.sum > MAX) {
				return Long.MAX_VALUE;
			}
		}
		while (!this.groups.isEmpty()) {
			endGroup();
		}
		// nesting takes stack
		return (nesting > 100) ? Long.MAX_VALUE : this.sum;
	}

	private void atom(long size) {
		this.atom = size;
		this.sum += size;
	}

	private void endGroup() {
		long inner = this.sum + 2;
		this.sum = this.groups.isEmpty() ? 0 : this.groups.pop();
		atom(inner);
	}

	/** Skips an escape sequence; returns the index of its end. */
	private int escape(int at) {
		if (at + 1 < this.expression.length() && "pPx".indexOf(this.expression.charAt(at)) >= 0
				&& this.expression.charAt(at + 1) == '{') {
			int end = this.expression.indexOf('}', at);
			return (end >= 0) ? end : at;
		}
		return at;
	}

	/** Skips a character class; returns the index of its end. */
	private int characterClass(int from) {
		int i = from;
		if (i < this.expression.length() && this.expression.charAt(i) == '^') {
			i++;
		}
		// as the first character, a bracket is a literal
		for (int first = i; i < this.expression.length(); i++) {
			char c = this.expression.charAt(i);
			if (c == '\\') {
				i++;
			}
			else if (c == '[' && this.expression.startsWith("[:", i)) {
				int end = this.expression.indexOf(":]", i + 2);
				i = (end >= 0) ? end + 1 : i;
			}
			else if (c == ']' && i > first) {
				return i;
			}
		}
		return from;
	}

	/**
	 * Multiplies the size of the last atom if a repetition follows; returns the index of
	 * its end.
	 */
	private int repetition(int at) {
		int end = this.expression.indexOf('}', at);
		if (end < 0) {
			atom(1);
			return at;
		}
		long most = 0;
		for (String bound : this.expression.substring(at + 1, end).split(",", -1)) {
			if (bound.length() > 4 || !bound.chars().allMatch((c) -> c >= '0' && c <= '9')) {
				atom(1);
				return at;
			}
			most = Math.max(most, bound.isEmpty() ? 0 : Integer.parseInt(bound));
		}
		long repeated = (this.atom + 1) * Math.max(1, most);
		this.sum += repeated - this.atom;
		this.atom = repeated;
		return end;
	}

}
