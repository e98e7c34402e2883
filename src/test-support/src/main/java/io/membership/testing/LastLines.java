package io.membership.testing;

import java.util.List;

/** Shortens long texts to their end. */
final class LastLines {

	private static final int COUNT = 80;

	private LastLines() {
	}

	static String of(String text) {
		List<String> lines = text.lines().toList();
		int left = Math.max(0, lines.size() - COUNT);
		String end = String.join("\n", lines.subList(left, lines.size()));
		return (left > 0) ? "... " + left + " lines before ...\n" + end : end;
	}

}
