package io.membership.testing;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PortRangeTests {

	@Test
	void theRangeOfTheSystemIsRead() {
		assertThat(PortRange.parse("32768\t60999\n")).isEqualTo(new PortRange(32_768, 60_999));
		assertThatIllegalArgumentException().isThrownBy(() -> PortRange.parse("32768"));
		assertThatIllegalArgumentException().isThrownBy(() -> PortRange.parse("a b"));
	}

	@Test
	void portsForTestsAreOutsideOfTheRangeOfTheSystem() {
		assertThat(outsideOf(32_768, 60_999)).isEqualTo(new PortRange(20_000, 31_999));
		assertThat(outsideOf(49_152, 65_535)).isEqualTo(new PortRange(20_000, 31_999));
		assertThat(outsideOf(25_000, 60_999)).isEqualTo(new PortRange(20_000, 24_999));
		assertThat(outsideOf(1024, 24_999)).isEqualTo(new PortRange(25_000, 31_999));
		assertThat(outsideOf(15_000, 60_000)).isEqualTo(new PortRange(1024, 14_999));
	}

	@Test
	void whereTheSystemUsesEveryPortTheUsualOnesAreTaken() {
		assertThat(outsideOf(1024, 65_535)).isEqualTo(new PortRange(20_000, 31_999));
	}

	private static PortRange outsideOf(int first, int last) {
		return PortRange.outsideOf(new PortRange(first, last));
	}

}
