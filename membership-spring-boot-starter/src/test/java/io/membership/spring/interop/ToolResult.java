package io.membership.spring.interop;

/**
 * How a call of the {@code serf} tool has ended.
 *
 * @param exitCode its exit code
 * @param output what it has printed, errors as well
 */
record ToolResult(int exitCode, String output) {

	boolean isSuccess() {
		return this.exitCode == 0;
	}

}
