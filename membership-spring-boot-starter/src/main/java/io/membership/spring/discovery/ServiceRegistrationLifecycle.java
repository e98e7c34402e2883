package io.membership.spring.discovery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.membership.catalog.LocalServices;
import io.membership.spring.lifecycle.MembershipLifecycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * Registers the application once its web server runs, and deregisters it first of all
 * when it shuts down: before the member leaves, and well before the web server stops to
 * accept connections, so that nobody calls an application that does not answer any more.
 * Requests that are on their way are the business of the graceful shutdown that follows.
 */
public final class ServiceRegistrationLifecycle extends MembershipLifecycle
		implements ApplicationListener<ContextClosedEvent>, ApplicationContextAware, Ordered {

	/** The highest phase starts last and stops first. */
	public static final int PHASE = DEFAULT_PHASE;

	/** A catalog that is not reached must not keep the application from ending. */
	private static final Duration TOLD_LIMIT = Duration.ofSeconds(3);

	private static final Logger logger = LoggerFactory.getLogger(ServiceRegistrationLifecycle.class);

	private final ApplicationService service;

	private final ServiceRegistrar registrar;

	private final LocalServices services;

	private final BooleanSupplier othersPresent;

	/** When it was deregistered, by {@link System#nanoTime()}; null while it is not. */
	private final AtomicReference<@Nullable Long> deregistered = new AtomicReference<>();

	private volatile boolean running;

	private volatile boolean registered;

	private @Nullable ApplicationContext context;

	/**
	 * Creates the lifecycle.
	 * @param service what to register
	 * @param registrar registers and deregisters it
	 * @param services is told when the health of the application changes
	 * @param othersPresent whether there is anybody who needs time to hear of it
	 */
	public ServiceRegistrationLifecycle(ApplicationService service, ServiceRegistrar registrar, LocalServices services,
			BooleanSupplier othersPresent) {
		super(PHASE);
		this.service = service;
		this.registrar = registrar;
		this.services = services;
		this.othersPresent = othersPresent;
		service.healthListener(this::healthChanged);
	}

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		this.context = applicationContext;
	}

	/** Registers the application, if there is a port to call. */
	@Override
	public void start() {
		this.running = true;
		if (!this.service.hasPort()) {
			logger.debug("Nothing to register: there is no web server and membership.services.registration.port is "
					+ "not set.");
			return;
		}
		this.deregistered.set(null);
		this.registrar.register(this.service);
		this.registered = true;
		// the application may have become ready in between
		healthChanged();
		logger.info("Registered as a service. name={} id={} port={}", this.service.settings().name(), this.service.id(),
				this.service.port());
	}

	/** The first thing that happens when the own context closes. */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			deregister();
		}
	}

	/** Completes when the others have had time to hear of it. */
	@Override
	protected CompletableFuture<?> end() {
		deregister();
		this.running = false;
		Long since = this.deregistered.get();
		if (since == null) {
			return CompletableFuture.completedFuture(null);
		}
		Duration delay = this.service.settings().deregisterDelay();
		long left = this.othersPresent.getAsBoolean() ? delay.toNanos() - (System.nanoTime() - since) : 0;
		// not in the common pool, which the application may keep busy
		return CompletableFuture.allOf(told(), new CompletableFuture<@Nullable Void>().completeOnTimeout(null,
				Math.max(0, left), TimeUnit.NANOSECONDS));
	}

	/** Completes when everybody has been told, catalogs included, or after a limit. */
	private CompletableFuture<?> told() {
		try {
			return CompletableFuture.allOf(this.services.whenSpread(), this.services.whenInSync())
				.orTimeout(TOLD_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
				.exceptionally((failure) -> {
					logger.warn("Not everybody could be told in time that this application is out of service. limit={}",
							TOLD_LIMIT);
					return null;
				});
		}
		catch (IllegalStateException ex) {
			// the member does not run any more: they see that by themselves
			return CompletableFuture.completedFuture(null);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	private void deregister() {
		if (!this.registered || !this.deregistered.compareAndSet(null, System.nanoTime())) {
			return;
		}
		this.registered = false;
		try {
			this.registrar.deregister(this.service);
			logger.info("Deregistered. name={} id={}", this.service.settings().name(), this.service.id());
		}
		catch (RuntimeException ex) {
			logger.warn("Could not deregister: others may call this application until they see its member leave. "
					+ "name={} cause={}", this.service.settings().name(), ex.toString());
		}
	}

	private void healthChanged() {
		if (!this.registered) {
			return;
		}
		this.services.setHealth(this.service.id(), this.service.health()).whenComplete((nothing, failure) -> {
			if (failure != null) {
				logger.warn("Could not tell that the readiness of the application has changed. cause={}",
						failure.toString());
			}
		});
	}

}
