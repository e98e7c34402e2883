package io.membership.spring.integration;

import java.util.Arrays;

import io.membership.gossip.Memberlist;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that is started with a class path of its own, so that nothing but the
 * JDK's types passes between it and the test.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ReducedApplication {

	/**
	 * Starts and stops it.
	 * @return the names of its beans, if its member runs
	 */
	public static String[] beans() {
		SpringApplication application = new SpringApplication(ReducedApplication.class);
		try (ConfigurableApplicationContext context = application.run("--membership.bind-address=127.0.0.1",
				"--membership.bind-port=0", "--server.port=0", "--server.address=127.0.0.1",
				"--spring.main.banner-mode=off", "--management.endpoints.web.exposure.include=*",
				"--management.endpoints.jmx.exposure.include=*", "--spring.jmx.enabled=true")) {
			if (!context.getBean(Memberlist.class).isRunning()) {
				throw new IllegalStateException("The member does not run");
			}
			return Arrays.stream(context.getBeanDefinitionNames())
				.filter((name) -> context.getBeanFactory().getType(name) != null
						&& context.getType(name).getName().startsWith("io.membership."))
				.map((name) -> context.getType(name).getSimpleName())
				.toArray(String[]::new);
		}
	}

}
