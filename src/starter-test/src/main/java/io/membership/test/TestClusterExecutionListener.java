package io.membership.test;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Lets each test method begin with all members running and an empty record of events.
 */
final class TestClusterExecutionListener implements TestExecutionListener {

	@Override
	public void beforeTestMethod(TestContext test) {
		if (test.hasApplicationContext()) {
			ApplicationContext context = test.getApplicationContext();
			context.getBeanProvider(TestCluster.class).ifAvailable((cluster) -> {
				cluster.reset();
				context.getBean(ClusterEvents.class).clear();
			});
		}
	}

}
