package com.example.orders;

import io.membership.cluster.Cluster;
import io.membership.test.ClusterEvents;
import io.membership.test.MembershipTest;
import io.membership.test.TestCluster;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@MembershipTest(members = 3)
class ClusterTests {

	@Autowired
	private Cluster application;

	@Autowired
	private TestCluster cluster;

	@Autowired
	private ClusterEvents events;

	@Test
	void aCrashIsNoticedAndForgiven() {
		this.cluster.member("member-1").crash();
		assertThat(this.events).containsInOrder("member-1 suspected", "member-1 failed");
		this.cluster.member("member-1").restart();
		assertThat(this.events).containsJoined("member-1");
	}

	@Test
	void anEventReachesTheApplication() {
		this.cluster.member("member-2").sendEvent("deploy", "1.2");
		assertThat(this.events).containsUserEvent("deploy", "1.2").doesNotContain("member-2 failed");
	}

	@Test
	void theApplicationIsInTheSmallerPart() {
		this.cluster.partition("member-1", "member-2");
		this.cluster.awaitAgreement();
		assertThat(this.application.member("member-1").orElseThrow().hasFailed()).isTrue();
		this.cluster.heal();
		this.cluster.awaitAgreement();
		assertThat(this.events).containsInOrder("member-1 failed", "member-1 joined");
	}

}
