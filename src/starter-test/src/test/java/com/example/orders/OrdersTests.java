package com.example.orders;

import io.membership.cluster.Cluster;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
class OrdersTests {

	@Autowired
	private Cluster cluster;

	@Test
	void theApplicationIsAloneInItsCluster() {
		assertThat(this.cluster.members()).hasSize(1);
	}

}
