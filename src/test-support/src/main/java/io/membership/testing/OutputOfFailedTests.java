package io.membership.testing;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Captures the standard streams of tests, and prints the captured text only for a failed
 * test: the output of its class outside of tests, the output of the test, and the end of
 * the log of each {@link TestProcess}. Registered as a test listener.
 */
public final class OutputOfFailedTests implements TestExecutionListener {

	private final BoundedBuffer ofClass = new BoundedBuffer();

	private final BoundedBuffer ofTest = new BoundedBuffer();

	private volatile BoundedBuffer current = this.ofClass;

	private @Nullable TestPlan plan;

	private @Nullable PrintStream out;

	private @Nullable PrintStream err;

	@Override
	public void testPlanExecutionStarted(TestPlan plan) {
		this.plan = plan;
		this.out = System.out;
		this.err = System.err;
		PrintStream kept = new PrintStream(new Kept(), true, StandardCharsets.UTF_8);
		System.setOut(kept);
		System.setErr(kept);
	}

	@Override
	public void testPlanExecutionFinished(TestPlan plan) {
		System.setOut(this.out);
		System.setErr(this.err);
	}

	@Override
	public void executionStarted(TestIdentifier test) {
		if (test.isTest()) {
			TestProcess.forgetEnded();
			this.ofTest.clear();
			this.current = this.ofTest;
		}
		else if (isClass(test) && !isInClass(test)) {
			this.ofClass.clear();
		}
	}

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		this.current = this.ofClass;
		if (result.getStatus() == TestExecutionResult.Status.FAILED) {
			print(test);
		}
		this.ofTest.clear();
	}

	private static boolean isClass(TestIdentifier test) {
		return test.getSource().filter(ClassSource.class::isInstance).isPresent();
	}

	private boolean isInClass(TestIdentifier test) {
		TestPlan current = this.plan;
		return current != null && current.getParent(test).filter(OutputOfFailedTests::isClass).isPresent();
	}

	private void print(TestIdentifier test) {
		StringBuilder text = new StringBuilder().append(this.ofClass).append(this.ofTest);
		for (TestProcess process : TestProcess.recent()) {
			text.append("---- ").append(process).append(": ").append(process.describeLog()).append('\n');
		}
		PrintStream to = this.out;
		if (to != null && !text.isEmpty()) {
			to.println("---- output of " + test.getUniqueId() + " ----\n" + text + "---- end of output ----");
		}
	}

	/** Writes to the stream that is current at the time of the write. */
	private final class Kept extends OutputStream {

		@Override
		public void write(int b) {
			OutputOfFailedTests.this.current.write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			OutputOfFailedTests.this.current.write(bytes, offset, length);
		}

	}

}
