package com.example.orders;

import java.nio.charset.StandardCharsets;

import io.membership.cluster.Cluster;
import io.membership.spring.ClusterTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.mockito.Mockito.verify;

@SpringBootTest
class DeploymentsTests {

	@MockitoBean
	private Cluster cluster;

	@Autowired
	private ClusterTemplate template;

	@Test
	void aDeploymentIsAnnounced() {
		this.template.publish("deploy", "1.2");
		verify(this.cluster).publish("deploy", "1.2".getBytes(StandardCharsets.UTF_8), false);
	}

}
