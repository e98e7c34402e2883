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
 * Starts what Serf's agent does around a member after the member, and stops it before the
 * member, yet after the web server.
 */
public final class AgentLifecycle extends MembershipLifecycle {

	/** Directly above the member. */
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
	 * @param settings what is wanted
	 * @param log what {@code serf monitor} shows
	 * @param afterLeave what to do when {@code serf leave} has made the member leave, on
	 * a thread of its own
	 */
	public AgentLifecycle(Cluster cluster, AgentSettings settings, AgentLog log, Runnable afterLeave) {
		super(PHASE);
		this.cluster = cluster;
		this.settings = settings;
		this.log = log;
		this.afterLeave = afterLeave;
	}

	/**
	 * Starts what is wanted.
	 * @throws RpcStartException if the address or port of the RPC server cannot be bound
	 * @throws IllegalArgumentException if a program cannot be run as it is written
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
	 * The RPC server.
	 * @return the server, or {@code null} if it does not run
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
				.log("The member has left the cluster because a client of the RPC server wanted it");
			AgentLifecycle.this.afterLeave.run();
		}

		@Override
		public Map<String, String> eventHandlers() {
			return (this.handlers != null) ? this.handlers.descriptions() : Map.of();
		}

	}

}
