package io.membership.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistFixture;
import io.membership.spring.LocalNodes;
import io.membership.spring.actuate.ClusterEndpoint.ForgetDescriptor;
import io.membership.spring.actuate.ClusterEndpoint.ForgetDescriptor.Outcome;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class ClusterEndpointTests {

	private final Memberlist memberlist = MemberlistFixture.memberlist(
			MemberlistFixture.member("self", MemberStatus.ALIVE), MemberlistFixture.member("c", MemberStatus.LEFT),
			MemberlistFixture.member("b", MemberStatus.FAILED), MemberlistFixture.member("a", MemberStatus.SUSPECT),
			MemberlistFixture.member("d", MemberStatus.FAILED));

	private final ClusterEndpoint endpoint = endpoint(this.memberlist);

	@Test
	void itShowsTheLocalMemberAllMembersByNameAndTheQueue() {
		MemberlistFixture.healthScore(this.memberlist, 2);
		MemberlistFixture.queues(this.memberlist, 5, 700, 3);
		MemberlistFixture.countEverything(this.memberlist);
		ClusterDescriptor cluster = this.endpoint.cluster(null, null, null);
		assertThat(cluster.self()).isEqualTo(new ClusterDescriptor.Self("self", "10.0.0.1:7946", "alive", 7, 2));
		assertThat(cluster.members()).extracting(MemberDescriptor::name).containsExactly("a", "b", "c", "d", "self");
		assertThat(cluster.total()).isEqualTo(5);
		assertThat(cluster.counts()).isEqualTo(new ClusterDescriptor.Counts(2, 1, 2, 1, 0));
		assertThat(cluster.broadcastQueue()).isEqualTo(new ClusterDescriptor.BroadcastQueue(5, 700, 3, 1, 1));
	}

	@Test
	void theTotalIsThatOfTheListAndTheCountsAreThoseOfAll() {
		ClusterDescriptor cluster = this.endpoint.cluster(List.of("failed", " LEFT "), null, null);
		assertThat(cluster.members()).extracting(MemberDescriptor::name).containsExactly("b", "c", "d");
		assertThat(cluster.total()).isEqualTo(3);
		assertThat(cluster.counts().alive()).isEqualTo(2);
	}

	@Test
	void aSuspectedMemberIsListedAmongTheLivingAndTheSuspectedOnes() {
		for (String status : List.of("alive", "suspect")) {
			assertThat(this.endpoint.cluster(List.of(status), null, null).members())
				.filteredOn((member) -> member.name().equals("a"))
				.singleElement()
				.satisfies((member) -> {
					assertThat(member.status()).isEqualTo("alive");
					assertThat(member.suspect()).isTrue();
				});
		}
	}

	@Test
	void anEmptyFilterListsAll() {
		assertThat(this.endpoint.cluster(List.of(), null, null).members()).hasSize(5);
		assertThat(this.endpoint.cluster(List.of(""), null, null).members()).hasSize(5);
	}

	@Test
	void anUnknownStatusIsAnErrorThatListsTheKnownOnes() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.cluster(List.of("alive", "dead"), null, null))
			.satisfies((ex) -> assertThat(ex.getReason())
				.isEqualTo("Unknown status 'dead'. Use one of alive, suspect, leaving, left, failed."));
	}

	@Test
	void aMemberIsShownWithAllThatIsKnownOfIt() {
		assertThat(this.endpoint.member(null, "b")).isEqualTo(new MemberDescriptor("b", "10.0.0.1:7946", "failed",
				false, MemberlistFixture.SINCE, 7L, 2, "", "text", null, null, null, null, null));
	}

	@Test
	void anUnknownMemberIsNull() {
		assertThat(this.endpoint.member(null, "nobody")).isNull();
	}

	@Test
	void metadataIsShownAsTextWhereItIsText() {
		byte[] text = "größe=1".getBytes(StandardCharsets.UTF_8);
		MemberDescriptor member = shown(MemberlistFixture.member("a", MemberStatus.ALIVE, text));
		assertThat(member.metadata()).isEqualTo("größe=1");
		assertThat(member.metadataEncoding()).isEqualTo("text");
	}

	@Test
	void otherMetadataIsShownInBase64() {
		byte[] binary = { (byte) 0x82, (byte) 0xff, 0 };
		MemberDescriptor member = shown(MemberlistFixture.member("a", MemberStatus.ALIVE, binary));
		assertThat(Base64.getDecoder().decode(member.metadata())).isEqualTo(binary);
		assertThat(member.metadataEncoding()).isEqualTo("base64");
	}

	@Test
	void anAddressOfIpVersion6IsInBrackets() {
		Member member = MemberlistFixture.memberAt("a", "fd00::5", 7946);
		assertThat(shown(member).address()).isEqualTo("[fd00:0:0:0:0:0:0:5]:7946");
	}

	@Test
	void aFailedMemberIsForgotten() {
		assertThat(this.endpoint.forget(null, "b").outcome()).isEqualTo(Outcome.FORGOTTEN);
		verify(this.memberlist).forget("b");
	}

	@Test
	void anUnknownMemberCannotBeForgotten() {
		assertThat(this.endpoint.forget(null, "nobody").outcome()).isEqualTo(Outcome.UNKNOWN);
		verify(this.memberlist, never()).forget(anyString());
	}

	@Test
	void aPresentMemberIsNotForgottenAndTheReasonIsGiven() {
		ForgetDescriptor result = this.endpoint.forget(null, "a");
		assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
		assertThat(result.reason()).contains("alive").contains("only a failed or left one");
		verify(this.memberlist, never()).forget(anyString());
	}

	@Test
	void aMemberThatTheCoreKeepsIsRefused() {
		given(this.memberlist.forget("b")).willReturn(CompletableFuture.completedFuture(false));
		assertThat(this.endpoint.forget(null, "b").outcome()).isEqualTo(Outcome.REFUSED);
	}

	@Test
	void aFailureToForgetIsAnError() {
		given(this.memberlist.forget("b"))
			.willReturn(CompletableFuture.failedFuture(new IllegalArgumentException("broken")));
		assertThatIllegalStateException().isThrownBy(() -> this.endpoint.forget(null, "b"))
			.withRootCauseInstanceOf(IllegalArgumentException.class);
	}

	private static MemberDescriptor shown(Member member) {
		return Objects.requireNonNull(endpoint(MemberlistFixture.memberlist(member)).member(null, member.name()));
	}

	private static ClusterEndpoint endpoint(Memberlist memberlist) {
		return new ClusterEndpoint(LocalNodes.of(memberlist), new TagSanitizer(List.of()));
	}

}
