package io.membership.netty;

import io.membership.runtime.FrameScanner;
import io.membership.runtime.TransportOptions;

/** State shared by the streams of one member. */
record StreamContext(TransportOptions options, LoopRuntime runtime, Boundary boundary, ByteBudget budget) {

	TimerQueue timers() {
		return runtime().timers();
	}

	FrameBuffer newBuffer(FrameScanner scanner) {
		return new FrameBuffer(scanner, budget(), options().maxFrameBytes());
	}

}
