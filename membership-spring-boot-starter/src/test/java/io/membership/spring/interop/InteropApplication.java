package io.membership.spring.interop;

import io.membership.spring.OnQuery;
import io.membership.spring.event.UserEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.event.EventListener;

/**
 * The application of the mixed cluster: logs user events, and answers the query
 * {@code load}, as the event handlers of the agents do. By itself it is in the catalog of
 * services, which must not disturb agents.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class InteropApplication {

	private static final Logger logger = LoggerFactory.getLogger(InteropApplication.class);

	@Value("${membership.node-name}")
	private String name;

	public static void main(String[] arguments) {
		SpringApplication.run(InteropApplication.class, arguments);
	}

	@EventListener
	void on(UserEvent event) {
		logger.info("event {} {}", event.getName(), event.getText());
	}

	@OnQuery("load")
	String load(String payload) {
		return "load of " + this.name + " for " + payload;
	}

}
