package io.membership.agent;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.membership.testing.Eventually.result;
import static org.assertj.core.api.Assertions.assertThat;

/** What a session lets a client do, in what order, and when it has enough of it. */
class RpcSessionTests {

	private static final Map<String, Object> NO_FIELDS = Map.of();

	private final FakeTarget target = new FakeTarget();

	private TestSession session = new TestSession(this.target, TestSession.config(null));

	@AfterEach
	void close() {
		this.session.close();
	}

	@ParameterizedTest
	@EnumSource(RpcCommand.class)
	void noCommandButAHandshakeOpensASession(RpcCommand command) {
		this.session.send(nameOf(command), 7, null);
		if (command == RpcCommand.HANDSHAKE) {
			assertThat(this.session.isOpen()).isTrue();
			return;
		}
		assertThat(this.session.error(7)).isEqualTo("Handshake required");
		assertThat(this.session.isOpen()).isFalse();
		assertThat(this.target.calls).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = RpcCommand.class, names = { "HANDSHAKE", "AUTH" }, mode = EnumSource.Mode.EXCLUDE)
	void noCommandIsCarriedOutBeforeAuthenticationAndItsBodyIsSteppedOver(RpcCommand command) {
		withKey();
		this.session.handshake().send(nameOf(command), 7, command.hasBody() ? NO_FIELDS : null);
		assertThat(this.session.error(7)).isEqualTo("Authentication required");
		assertThat(this.session.bySeq().get(7L)).hasSize(1);
		this.session.send("auth", 8, Map.of("AuthKey", TestSession.KEY));
		assertThat(this.session.error(8)).isEmpty();
		this.session.send("members", 9, null);
		assertThat(this.session.bodies(9)).hasSize(1);
		assertThat(this.target.calls).isEmpty();
	}

	@Test
	void aSecondHandshakeOpensNothing() {
		withKey();
		this.session.handshake().send("handshake", 2, Map.of("Version", 1));
		assertThat(this.session.error(2)).isEqualTo("Handshake already performed");
		this.session.send("members", 3, null);
		assertThat(this.session.error(3)).isEqualTo("Authentication required");
	}

	@Test
	void anUnknownCommandBeforeAuthenticationEndsTheSessionWithoutSayingMore() {
		withKey();
		this.session.handshake().send("frobnicate", 2, null);
		assertThat(this.session.error(2)).isEqualTo("Authentication required");
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void aWrongKeyIsAnsweredLateAndTheThirdIsTheLast() {
		withKey();
		this.session.handshake();
		for (long seq = 1; seq <= 3; seq++) {
			this.session.send("auth", seq, Map.of("AuthKey", "s3creT"));
			this.session.send("members", 10 + seq, null);
			this.session.advance(Duration.ofMillis(900));
			assertThat(this.session.bySeq()).doesNotContainKeys(seq, 10 + seq);
			this.session.advance(Duration.ofMillis(200));
			assertThat(this.session.error(seq)).isEqualTo("Invalid authentication token");
		}
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void wrongKeysAreCountedPerAddressToo() {
		RpcContext context = new RpcContext(this.target, new AgentLog(), RpcApplication.NONE,
				TestSession.config(TestSession.KEY));
		for (int connection = 0; connection < 4; connection++) {
			this.session = new TestSession(context).handshake();
			for (long seq = 1; seq <= 3; seq++) {
				this.session.send("auth", seq, Map.of("AuthKey", "s3creT")).advance(Duration.ofSeconds(2));
				assertThat(this.session.error(seq)).isEqualTo("Invalid authentication token");
			}
		}
		this.session = new TestSession(context).handshake();
		this.session.send("auth", 7, Map.of("AuthKey", "s3creT")).advance(Duration.ofSeconds(2));
		assertThat(this.session.error(7)).isEqualTo("Too many invalid authentication tokens");
		assertThat(this.session.isOpen()).isFalse();
		TestSession other = new TestSession(context).handshake();
		other.send("auth", 8, Map.of("AuthKey", TestSession.KEY)).advance(Duration.ofSeconds(2));
		assertThat(other.error(8)).as("who has the key is not locked out").isEmpty();
	}

	@Test
	void aClientThatDoesNotAuthenticateInTimeIsDisconnected() {
		withKey();
		this.session.handshake().advance(Duration.ofSeconds(9));
		assertThat(this.session.isOpen()).isTrue();
		this.session.advance(Duration.ofSeconds(2));
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void aClientThatDoesNotEvenShakeHandsIsDisconnected() {
		this.session.advance(Duration.ofSeconds(11));
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void aClientThatHasAuthenticatedMayBeIdle() {
		this.session.handshake().advance(Duration.ofDays(1));
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void aRequestThatTricklesIsNotWaitedForForEver() {
		byte[] request = Ipc.request("event", 2, Map.of("Name", "deploy"));
		this.session.handshake();
		for (int i = 0; i < 11; i++) {
			this.session.send(new byte[] { request[i] }).advance(Duration.ofSeconds(1));
		}
		assertThat(this.session.isOpen()).isFalse();
		assertThat(this.target.calls).isEmpty();
	}

	@Test
	void aBodyThatDoesNotComeIsNotWaitedForForEver() {
		this.session.handshake().send("event", 2, null).advance(Duration.ofSeconds(11));
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void requestsAreCarriedOutOneAfterTheOther() {
		CompletableFuture<Void> first = new CompletableFuture<>();
		this.target.done = first;
		this.session.handshake().send("event", 2, Map.of("Name", "a")).send("event", 3, Map.of("Name", "b"));
		this.session.send("members", 4, null);
		assertThat(this.target.calls).containsExactly("event a 0 bytes coalesce=false");
		assertThat(this.session.bySeq()).containsOnlyKeys(0L);
		this.target.done = CompletableFuture.completedFuture(null);
		first.complete(null);
		assertThat(this.session.bySeq().keySet()).containsExactly(0L, 2L, 3L, 4L);
		assertThat(this.target.calls).hasSize(2);
	}

	@Test
	void whileOneRequestRunsNothingMoreIsRead() {
		this.target.done = new CompletableFuture<>();
		this.session.handshake().send("event", 2, Map.of("Name", "a"));
		assertThat(this.session.channel.config().isAutoRead()).isFalse();
		this.target.done.complete(null);
		this.session.bytes();
		assertThat(this.session.channel.config().isAutoRead()).isTrue();
	}

	@Test
	void aFailureIsToldInWords() {
		this.target.done = CompletableFuture.failedFuture(new TimeoutException("timed out"));
		this.session.handshake().send("force-leave", 2, Map.of("Node", "ag-b", "Prune", true));
		assertThat(this.session.error(2)).isEqualTo("timed out");
		assertThat(this.target.calls).containsExactly("force-leave ag-b prune=true");
	}

	@Test
	void theNumberOfARequestMayUseAll64Bits() {
		byte[] request = { (byte) 0x82, (byte) 0xa7, 'C', 'o', 'm', 'm', 'a', 'n', 'd', (byte) 0xa7, 'm', 'e', 'm', 'b',
				'e', 'r', 's', (byte) 0xa3, 'S', 'e', 'q', (byte) 0xcf, -1, -1, -1, -1, -1, -1, -1, -1 };
		byte[] answer = this.session.handshake().send(request).bytes();
		byte[] header = { (byte) 0x82, (byte) 0xa5, 'E', 'r', 'r', 'o', 'r', (byte) 0xa0, (byte) 0xa3, 'S', 'e', 'q',
				(byte) 0xcf, -1, -1, -1, -1, -1, -1, -1, -1 };
		assertThat(Arrays.copyOfRange(answer, 13, 13 + header.length)).isEqualTo(header);
	}

	@Test
	void aBodyThatMakesNoSenseEndsTheSession() {
		for (Object name : List.of(7, true, List.of("deploy"), Map.of("a", "b"))) {
			this.session = new TestSession(this.target, TestSession.config(null));
			this.session.handshake().send("event", 2, Map.of("Name", name));
			assertThat(this.session.isOpen()).as(name.toString()).isFalse();
		}
		assertThat(this.target.calls).isEmpty();
	}

	@Test
	void unknownFieldsAreIgnoredAndMissingOnesAreZero() {
		this.session.handshake().send("event", 2, Map.of("Colour", List.of(Map.of("x", 1))));
		assertThat(this.session.error(2)).isEmpty();
		assertThat(this.target.calls).containsExactly("event  0 bytes coalesce=false");
	}

	@Test
	void aRequestThatDeclaresTooMuchIsRefusedAtItsFirstBytes() {
		// a string, bytes, a list and a map of 2^31 and more
		for (int format : new int[] { 0xdb, 0xc6, 0xdd, 0xdf }) {
			this.session = new TestSession(this.target, TestSession.config(null));
			this.session.handshake().send(new byte[] { (byte) format, -1, -1, -1, -1 });
			assertThat(this.session.isOpen()).as(Integer.toHexString(format)).isFalse();
		}
	}

	@Test
	void aStrangerMaySendLittle() {
		Map<String, String> long4k = Map.of("AuthKey", "x".repeat(4096));
		withKey();
		this.session.handshake().send("auth", 2, long4k);
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void aRequestThatIsNestedTooDeepIsRefused() {
		byte[] deep = new byte[100];
		Arrays.fill(deep, (byte) 0x91);
		this.session.handshake().send("event", 2, null).send(deep);
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void theApplicationHearsOfALeaveAfterTheClient() throws Exception {
		CompletableFuture<byte[]> sentBefore = new CompletableFuture<>();
		CompletableFuture<Void> left = new CompletableFuture<>();
		RpcApplication application = new RpcApplication() {
			@Override
			public void left() {
				left.complete(null);
			}
		};
		this.target.done = new CompletableFuture<>();
		this.session = new TestSession(this.target, TestSession.config(null), new AgentLog(), application);
		this.session.handshake().send("leave", 2, null);
		assertThat(this.session.bySeq()).doesNotContainKey(2L);
		assertThat(left).isNotDone();
		this.target.done.complete(null);
		sentBefore.complete(this.session.bytes());
		result(left, "the application to hear of the leave");
		assertThat(this.session.error(2)).isEmpty();
	}

	@Test
	void whoWaitsForABodyThatCannotComeIsDisconnected() {
		TestSession broken = new TestSession(new FakeTarget() {
			@Override
			public Map<String, String> stats() {
				throw new IllegalStateException("not running");
			}
		}, TestSession.config(null));
		broken.handshake().send("stats", 2, null);
		assertThat(broken.error(2)).isEqualTo("not running");
		assertThat(broken.isOpen()).isFalse();
	}

	@Test
	void theApplicationDoesNotHearOfALeaveThatFailed() {
		RpcApplication application = new RpcApplication() {
			@Override
			public void left() {
				throw new AssertionError("it has not left");
			}
		};
		this.target.done = CompletableFuture.failedFuture(new IllegalStateException("not running"));
		this.session = new TestSession(this.target, TestSession.config(null), new AgentLog(), application);
		this.session.handshake().send("leave", 2, null);
		assertThat(this.session.error(2)).isEqualTo("not running");
	}

	private void withKey() {
		this.session = new TestSession(this.target, TestSession.config(TestSession.KEY));
	}

	private static String nameOf(RpcCommand command) {
		return command.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
