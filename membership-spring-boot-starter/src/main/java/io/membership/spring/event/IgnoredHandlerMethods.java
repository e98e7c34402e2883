package io.membership.spring.event;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Collectors;

import io.membership.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Warns of methods with {@link io.membership.spring.OnUserEvent} or
 * {@link io.membership.spring.OnQuery} if the member speaks memberlist's protocol, which
 * has neither user events nor queries.
 */
@Internal
public final class IgnoredHandlerMethods implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(IgnoredHandlerMethods.class);

	private final ConfigurableListableBeanFactory beans;

	/**
	 * Creates the check.
	 * @param beans the beans to inspect
	 */
	public IgnoredHandlerMethods(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<Method> ignored = HandlerMethods.annotated(this.beans);
		if (!ignored.isEmpty()) {
			logger.warn(
					"Never called, because membership.protocol=memberlist has neither user events nor queries: {}. "
							+ "Set membership.protocol=serf, or listen to UserMessageEvent with @EventListener.",
					ignored.stream()
						.map((method) -> method.getDeclaringClass().getName() + "." + method.getName())
						.sorted()
						.collect(Collectors.joining(", ")));
		}
	}

}
