package io.membership.agent;

/**
 * What all connections of a server share.
 *
 * @param target the cluster
 * @param log the log
 * @param application the application around
 * @param config the settings
 * @param tags changes of the tags, in order
 * @param wrongKeys who has tried wrong keys
 */
record RpcContext(RpcTarget target, AgentLog log, RpcApplication application, RpcServerConfig config, TagChanges tags,
		WrongKeys wrongKeys) {

	RpcContext(RpcTarget target, AgentLog log, RpcApplication application, RpcServerConfig config) {
		this(target, log, application, config, new TagChanges(target),
				new WrongKeys(config.limits().failuresPerAddress(), System::nanoTime));
	}

}
