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
 * Registers the application as soon as its web server runs, whenever its port becomes
 * known: a child context may start the web server later, and an asynchronous multicaster
 * may report it later. Deregisters the application first on shutdown: before the member
 * leaves, and well before the web server stops accepting connections, so that callers
 * stop using the application before it stops answering. The graceful shutdown that
 * follows completes requests in progress.
 */
public final class ServiceRegistrationLifecycle extends MembershipLifecycle implements
		ApplicationListener<ContextClosedEvent>, ApplicationContextAware, Ordered, ApplicationService.Listener {

	/** The highest phase starts last and stops first. */
	public static final int PHASE = DEFAULT_PHASE;

	/**
	 * Limits the wait, because an unreachable catalog must not delay the shutdown
	 * indefinitely.
	 */
	private static final Duration TOLD_LIMIT = Duration.ofSeconds(3);

	private static final Logger logger = LoggerFactory.getLogger(ServiceRegistrationLifecycle.class);

	private final ApplicationService service;

	private final ServiceRegistrar registrar;

	private final LocalServices services;

	private final BooleanSupplier othersPresent;

	/** Time of the deregistration, by {@link System#nanoTime()}; {@code null} before. */
	private final AtomicReference<@Nullable Long> deregistered = new AtomicReference<>();

	private volatile boolean running;

	private volatile boolean registered;

	private @Nullable ApplicationContext context;

	/**
	 * Creates the lifecycle.
	 * @param service the service to register
	 * @param registrar registers and deregisters it
	 * @param services notified when the health of the application changes
	 * @param othersPresent whether there are other members that need time to be notified
	 */
	public ServiceRegistrationLifecycle(ApplicationService service, ServiceRegistrar registrar, LocalServices services,
			BooleanSupplier othersPresent) {
		super(PHASE);
		this.service = service;
		this.registrar = registrar;
		this.services = services;
		this.othersPresent = othersPresent;
		service.listener(this);
	}

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		this.context = applicationContext;
	}

	/** Registers the application if its port is known; otherwise waits for the port. */
	@Override
	public void start() {
		this.running = true;
		if (this.service.hasPort()) {
			register();
		}
		else {
			logger.debug("Not registered as a service yet: no web server runs and "
					+ "membership.services.registration.port is not set.");
		}
	}

	/** Registers the application if this lifecycle runs; otherwise the start does. */
	@Override
	public void portKnown() {
		if (this.running) {
			register();
		}
	}

	/** Deregisters the application: the context of its web server closes. */
	@Override
	public void portLost() {
		deregister();
	}

	/** Deregisters the application, first of all when its own context closes. */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			deregister();
		}
	}

	/** Completes when other members have had time to be notified. */
	@Override
	protected CompletableFuture<?> end() {
		this.running = false;
		deregister();
		Long since = this.deregistered.get();
		if (since == null) {
			return CompletableFuture.completedFuture(null);
		}
		Duration delay = this.service.settings().deregisterDelay();
		long left = this.othersPresent.getAsBoolean() ? delay.toNanos() - (System.nanoTime() - since) : 0;
		// not in the common pool, which the application may block
		return CompletableFuture.allOf(told(), new CompletableFuture<@Nullable Void>().completeOnTimeout(null,
				Math.max(0, left), TimeUnit.NANOSECONDS));
	}

	/** Completes when all members and catalogs have been notified, or after a limit. */
	private CompletableFuture<?> told() {
		try {
			return CompletableFuture.allOf(this.services.whenSpread(), this.services.whenInSync())
				.orTimeout(TOLD_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
				.exceptionally((failure) -> {
					logger.warn(
							"Could not notify all members and catalogs in time that this application is out of service. limit={}",
							TOLD_LIMIT);
					return null;
				});
		}
		catch (IllegalStateException ex) {
			// the member is no longer running; others detect that themselves
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

	private synchronized void register() {
		if (this.registered || !this.running) {
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

	private synchronized void deregister() {
		if (!this.registered) {
			return;
		}
		this.deregistered.set(System.nanoTime());
		this.registered = false;
		try {
			this.registrar.deregister(this.service);
			logger.info("Deregistered. name={} id={}", this.service.settings().name(), this.service.id());
		}
		catch (RuntimeException ex) {
			logger.warn("Could not deregister: callers may use this application until its member has left. "
					+ "name={} cause={}", this.service.settings().name(), ex.toString());
		}
	}

	@Override
	public void healthChanged() {
		if (!this.registered) {
			return;
		}
		this.services.setHealth(this.service.id(), this.service.health()).whenComplete((nothing, failure) -> {
			if (failure != null) {
				logger.warn("Could not publish the changed readiness of the application. cause={}", failure.toString());
			}
		});
	}

}
