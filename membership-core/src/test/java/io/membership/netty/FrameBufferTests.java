package io.membership.netty;

import io.membership.runtime.FrameRefusedException;
import io.membership.runtime.TransportDrop;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FrameBufferTests {

	private static final int BUDGET = 10_000;

	private final ByteBudget budget = new ByteBudget(BUDGET);

	@Test
	void aDeclaredLengthTakesNothing() throws FrameRefusedException {
		FrameBuffer buffer = buffer(100_000);
		assertThat(buffer.add(Unpooled.wrappedBuffer(TestFrames.header(90_000)))).isNull();
		assertThat(BUDGET - this.budget.left()).isEqualTo(TestFrames.HEADER);
	}

	@Test
	void whatIsTakenIsAtMostHalfMoreThanWhatHasArrived() throws FrameRefusedException {
		FrameBuffer buffer = buffer(100_000);
		assertThat(buffer.add(Unpooled.wrappedBuffer(TestFrames.header(50_000)))).isNull();
		for (int arrived = 104; arrived < 6000; arrived += 100) {
			assertThat(buffer.add(Unpooled.wrappedBuffer(new byte[100]))).isNull();
			assertThat(BUDGET - this.budget.left()).isBetween((long) arrived, (long) (1.5 * arrived));
		}
		buffer.release();
		buffer.release();
		assertThat(this.budget.left()).isEqualTo(BUDGET);
	}

	@Test
	void theWholeBudgetCanBeUsed() throws FrameRefusedException {
		FrameBuffer buffer = buffer(100_000);
		byte[] frame = TestFrames.frame(BUDGET - TestFrames.HEADER);
		for (int i = 0; i < BUDGET - 10; i += 10) {
			assertThat(buffer.add(Unpooled.wrappedBuffer(frame, i, 10))).isNull();
		}
		assertThat(buffer.add(Unpooled.wrappedBuffer(frame, BUDGET - 10, 10))).isEqualTo(frame);
		assertThat(this.budget.left()).as("until the stream has ended").isZero();
		buffer.release();
		assertThat(this.budget.left()).isEqualTo(BUDGET);
	}

	@Test
	void moreThanTheBudgetIsRefused() throws FrameRefusedException {
		FrameBuffer first = buffer(100_000);
		FrameBuffer second = buffer(100_000);
		first.add(Unpooled.wrappedBuffer(TestFrames.header(50_000), new byte[7000]));
		assertThatExceptionOfType(FrameRefusedException.class)
			.isThrownBy(() -> second.add(Unpooled.wrappedBuffer(TestFrames.header(50_000), new byte[3000])))
			.satisfies((refused) -> assertThat(refused.reason()).isEqualTo(TransportDrop.BYTE_BUDGET));
	}

	private FrameBuffer buffer(int maxFrameBytes) {
		return new FrameBuffer(TestFrames.scanner(), this.budget, maxFrameBytes);
	}

}
