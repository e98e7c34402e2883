package io.membership.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.membership.runtime.HostNetwork;
import org.jspecify.annotations.Nullable;

/** A host with interfaces and routes at will. */
final class FakeNetwork implements HostNetwork {

	private final List<Link> links = new ArrayList<>();

	private final Map<InetAddress, InetAddress> routes = new LinkedHashMap<>();

	@Nullable String podIp;

	FakeNetwork link(String name, int index, String... addresses) {
		this.links.add(new Link(name, index, Arrays.stream(addresses).map(FakeNetwork::ip).toList()));
		return this;
	}

	FakeNetwork route(String to, String source) {
		this.routes.put(ip(to), ip(source));
		return this;
	}

	FakeNetwork defaultRoute(String source) {
		return route("192.0.2.1", source);
	}

	@Override
	public List<Link> links() {
		return this.links;
	}

	@Override
	public @Nullable InetAddress sourceTo(InetSocketAddress destination) {
		return this.routes.get(destination.getAddress());
	}

	@Override
	public @Nullable String podIp() {
		return this.podIp;
	}

	static InetAddress ip(String text) {
		InetAddress address = AddressPicker.literal(text);
		if (address == null) {
			throw new IllegalArgumentException(text);
		}
		return address;
	}

}
