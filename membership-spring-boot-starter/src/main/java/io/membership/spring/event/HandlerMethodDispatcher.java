package io.membership.spring.event;

import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import io.membership.Internal;
import io.membership.SafeText;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterEvent;
import io.membership.spring.Clusters;
import io.membership.spring.OnQuery;
import io.membership.spring.OnUserEvent;
import io.membership.spring.Payloads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Calls the methods annotated with {@link OnUserEvent} and {@link OnQuery}. Finds and
 * checks them after all singletons have been created.
 */
@Internal
public final class HandlerMethodDispatcher extends ContextSubscriber implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(HandlerMethodDispatcher.class);

	private final ConfigurableApplicationContext context;

	private final Supplier<Clusters> clusters;

	private final Payloads payloads;

	/**
	 * Creates the dispatcher.
	 * @param context the context whose beans to inspect
	 * @param clusters supplies the clusters to listen to; called only after all
	 * singletons have been created
	 * @param payloads encodes and decodes payloads
	 */
	public HandlerMethodDispatcher(ConfigurableApplicationContext context, Supplier<Clusters> clusters,
			Payloads payloads) {
		super(context);
		this.context = context;
		this.clusters = clusters;
		this.payloads = payloads;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Clusters all = this.clusters.get();
		HandlerMethods methods = new HandlerMethods(this.context.getBeanFactory(), this.payloads);
		methods.find(all.names());
		if (methods.onUserEvent().isEmpty() && methods.onQuery().isEmpty()) {
			return;
		}
		all.all()
			.forEach((name,
					cluster) -> add(cluster.subscribePaused((event) -> dispatch(methods, name, cluster, event))));
	}

	private void dispatch(HandlerMethods methods, String clusterName, Cluster cluster, ClusterEvent event) {
		if (event instanceof ClusterEvent.User user) {
			for (HandlerMethod method : methods.onUserEvent()) {
				if (method.takes(clusterName, user.name())) {
					call(method, cluster, new UserEvent(cluster, clusterName, user));
				}
			}
		}
		else if (event instanceof ClusterEvent.Query query) {
			for (HandlerMethod method : methods.onQuery()) {
				if (method.takes(clusterName, query.query().name())) {
					call(method, cluster, new QueryEvent(cluster, clusterName, query.query()));
				}
			}
		}
	}

	private void call(HandlerMethod method, Cluster cluster, UserEvent event) {
		try {
			method.call(event, event::getPayload);
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			failed(method, cluster, event.getName(), ex);
		}
	}

	private void call(HandlerMethod method, Cluster cluster, QueryEvent event) {
		try {
			AsyncResult.of(method.call(event, event::getPayload)).whenComplete((value, failure) -> {
				if (failure != null) {
					failed(method, cluster, event.getName(), failure);
				}
				else {
					respond(method, event, value);
				}
			});
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			failed(method, cluster, event.getName(), ex);
		}
	}

	private void respond(HandlerMethod method, QueryEvent event, @Nullable Object result) {
		if (result == null) {
			return;
		}
		byte[] answer;
		try {
			answer = this.payloads.encode(result);
		}
		catch (IllegalArgumentException ex) {
			notSent(method, event, ex);
			return;
		}
		event.respond(answer).whenComplete((sent, failure) -> {
			if (failure != null) {
				notSent(method, event, (failure instanceof CompletionException) ? failure.getCause() : failure);
			}
		});
	}

	private static void notSent(HandlerMethod method, QueryEvent event, @Nullable Throwable failure) {
		logger.atWarn()
			.addKeyValue("method", method)
			.addKeyValue("query", SafeText.of(event.getName()))
			.log("The answer of {} to the query '{}' was not sent: {}", method, SafeText.of(event.getName()),
					(failure != null) ? SafeText.of(String.valueOf(failure.getMessage())) : "unknown");
	}

	private static void failed(HandlerMethod method, Cluster cluster, String name, Throwable failure) {
		cluster.metrics().listeners().failed(failure);
		logger.atWarn()
			.setCause(failure)
			.addKeyValue("method", method)
			.addKeyValue("name", SafeText.of(name))
			.log("{} has failed for '{}'", method, SafeText.of(name));
	}

}
