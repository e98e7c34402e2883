package io.membership.spring.agent;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.membership.agent.AgentLog;
import io.membership.agent.RpcApplication;
import io.membership.agent.RpcServer;
import io.membership.agent.RpcServerConfig;
import io.membership.agent.handler.EventHandlers;
import io.membership.cluster.Cluster;
import io.membership.spring.lifecycle.MembershipLifecycle;
import io.membership.spring.lifecycle.MembershipTransportLifecycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the agent features (RPC server, event handlers, announcing) after the member,
 * and stops them before the member but after the web server.
 */
public final class AgentLifecycle extends MembershipLifecycle {

	/** Directly above the phase of the member. */
	public static final int PHASE = MembershipTransportLifecycle.PHASE + 1;

	private static final Logger logger = LoggerFactory.getLogger(AgentLifecycle.class);

	private final Cluster cluster;

	private final AgentSettings settings;

	private final AgentLog log;

	private final Runnable afterLeave;

	private @Nullable EventHandlers handlers;

	private @Nullable RpcServer server;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param cluster the member
	 * @param settings the enabled features
	 * @param log the log that {@code serf monitor} shows
	 * @param afterLeave runs on a separate thread after {@code serf leave} has made the
	 * member leave
	 */
	public AgentLifecycle(Cluster cluster, AgentSettings settings, AgentLog log, Runnable afterLeave) {
		super(PHASE);
		this.cluster = cluster;
		this.settings = settings;
		this.log = log;
		this.afterLeave = afterLeave;
	}

	/**
	 * Starts the enabled features.
	 * @throws RpcStartException if the address or port of the RPC server cannot be bound
	 * @throws IllegalArgumentException if the command of a program is invalid
	 */
	@Override
	public void start() {
		this.running = true;
		if (!this.settings.handlers().isEmpty()) {
			this.handlers = EventHandlers.attach(this.cluster, this.settings.handlers(), this.settings.handling());
		}
		RpcServerConfig rpc = this.settings.rpc();
		if (rpc != null) {
			try {
				this.server = RpcServer.start(rpc, this.cluster, this.log, new Application(this.handlers));
			}
			catch (IOException ex) {
				close();
				throw new RpcStartException(rpc.address(), ex);
			}
		}
		if (this.cluster.config().memberlist().seeds().provider() instanceof JoinDiscovery discovery) {
			discovery.announce(this.cluster.config().memberlist().name(),
					this.cluster.memberlist().localMember().address());
		}
	}

	@Override
	protected CompletableFuture<?> end() {
		close();
		return CompletableFuture.completedFuture(null);
	}

	private void close() {
		this.running = false;
		if (this.cluster.config().memberlist().seeds().provider() instanceof JoinDiscovery discovery) {
			discovery.close();
		}
		if (this.server != null) {
			this.server.close();
		}
		if (this.handlers != null) {
			this.handlers.close();
		}
	}

	/**
	 * Returns the RPC server.
	 * @return the server, or {@code null} if it is not running
	 */
	public @Nullable RpcServer server() {
		return this.server;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private final class Application implements RpcApplication {

		private final @Nullable EventHandlers handlers;

		private Application(@Nullable EventHandlers handlers) {
			this.handlers = handlers;
		}

		@Override
		public void left() {
			logger.atWarn()
				.addKeyValue("member", AgentLifecycle.this.cluster.config().memberlist().name())
				.log("The member has left the cluster on request of a client of the RPC server");
			AgentLifecycle.this.afterLeave.run();
		}

		@Override
		public Map<String, String> eventHandlers() {
			return (this.handlers != null) ? this.handlers.descriptions() : Map.of();
		}

	}

}
