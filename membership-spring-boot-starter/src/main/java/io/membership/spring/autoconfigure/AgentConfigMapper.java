package io.membership.spring.autoconfigure;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.membership.ConfigException;
import io.membership.SafeText;
import io.membership.agent.RpcServerConfig;
import io.membership.agent.handler.EventHandlerSettings;
import io.membership.agent.handler.EventHandlerSpec;
import io.membership.gossip.SeedProvider;
import io.membership.seeds.DnsSeeds;
import io.membership.seeds.FileSeeds;
import io.membership.seeds.MdnsDiscovery;
import io.membership.spring.agent.AgentSettings;
import io.membership.spring.agent.JoinDiscovery;
import io.membership.spring.autoconfigure.properties.EventHandlerProperties;
import io.membership.spring.autoconfigure.properties.RpcProperties;
import io.membership.spring.autoconfigure.properties.SeedsProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/** Maps the properties to the settings of the agent features. */
final class AgentConfigMapper {

	private AgentConfigMapper() {
	}

	static AgentSettings map(MembershipProperties from) {
		EventHandlerProperties handler = from.eventHandler();
		EventHandlerSettings handling = valid("event-handler", "Change its settings.",
				() -> new EventHandlerSettings(handler.shell(), handler.timeout(), handler.concurrency(),
						handler.queueCapacity()));
		List<EventHandlerSpec> specs = withText(from.eventHandlers()).stream()
			.map((text) -> valid("event-handlers", "Write it as [FILTER=]SCRIPT, for example user:deploy=./deploy.sh.",
					() -> EventHandlerSpec.parse(text)))
			.toList();
		return new AgentSettings(from.rpc().enabled() ? rpc(from.rpc()) : null, specs, handling);
	}

	private static RpcServerConfig rpc(RpcProperties from) {
		return RpcServerConfig.at(hostAndPort("rpc.address", from.address(), RpcServerConfig.DEFAULT_PORT),
				StringUtils.hasText(from.authKey()) ? from.authKey() : null);
	}

	/**
	 * Creates the providers of members to join.
	 * @param from the properties
	 * @param beans the application's own providers
	 * @return all of them as one, or {@code null} if there are none
	 */
	static @Nullable JoinDiscovery discovery(MembershipProperties from, List<SeedProvider> beans) {
		SeedsProperties seeds = from.seeds();
		List<SeedProvider> providers = new ArrayList<>(beans);
		List<String> servers = withText(seeds.nameServers());
		for (String name : withText(seeds.dns())) {
			int colon = name.lastIndexOf(':');
			String host = (colon < 0) ? name : name.substring(0, colon);
			int port = (colon < 0) ? 0 : port("seeds.dns", name, name.substring(colon + 1));
			providers.add(valid("seeds.dns", "Write it as host or host:port.",
					() -> DnsSeeds.ofAddresses(host, port, servers)));
		}
		for (String name : withText(seeds.srv())) {
			providers.add(valid("seeds.srv", "Use a name with SRV records.", () -> DnsSeeds.ofServices(name, servers)));
		}
		Path file = seeds.file();
		if (file != null) {
			providers.add(new FileSeeds(file));
		}
		MdnsDiscovery mdns = mdns(seeds.mdns(), seeds.mdnsInterface());
		return (providers.isEmpty() && mdns == null) ? null : new JoinDiscovery(providers, mdns);
	}

	private static @Nullable MdnsDiscovery mdns(@Nullable String name, @Nullable String networkInterface) {
		if (!StringUtils.hasText(name)) {
			return null;
		}
		String stripped = name.strip();
		return valid("seeds.mdns", "Use a name that all members share.", () -> new MdnsDiscovery(stripped,
				StringUtils.hasText(networkInterface) ? networkInterface.strip() : null));
	}

	private static InetSocketAddress hostAndPort(String setting, String text, int defaultPort) {
		String stripped = text.strip();
		int colon = stripped.lastIndexOf(':');
		boolean hasPort = colon >= 0 && stripped.indexOf(']') < colon
				&& (stripped.startsWith("[") || stripped.indexOf(':') == colon);
		String host = hasPort ? stripped.substring(0, colon) : stripped;
		int port = hasPort ? port(setting, text, stripped.substring(colon + 1)) : defaultPort;
		return new InetSocketAddress(AddressProperty.resolve(setting, host.isEmpty() ? "0.0.0.0" : host), port);
	}

	private static int port(String setting, String text, String port) {
		if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
			throw new ConfigException(setting, "'" + SafeText.of(text) + "' has no valid port.",
					"Use a number from 0 to 65535 after the colon.");
		}
		return Integer.parseInt(port);
	}

	private static <T> T valid(String setting, String action, Supplier<T> create) {
		try {
			return create.get();
		}
		catch (ConfigException ex) {
			throw ex;
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigException(setting, String.valueOf(ex.getMessage()) + ".", action);
		}
	}

	private static List<String> withText(List<String> texts) {
		return texts.stream().filter(StringUtils::hasText).map(String::strip).toList();
	}

}
