package io.membership.agent;

/**
 * State shared by all connections of a server.
 *
 * @param target the cluster
 * @param log the log
 * @param application the application that contains the server
 * @param config the settings
 * @param tags serialised changes of the tags
 * @param wrongKeys counts of wrong keys by address
 */
record RpcContext(RpcTarget target, AgentLog log, RpcApplication application, RpcServerConfig config, TagChanges tags,
		WrongKeys wrongKeys) {

	RpcContext(RpcTarget target, AgentLog log, RpcApplication application, RpcServerConfig config) {
		this(target, log, application, config, new TagChanges(target),
				new WrongKeys(config.limits().failuresPerAddress(), System::nanoTime));
	}

}
