package io.membership.interop;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Command line of a Go peer. What is not said is memberlist's own preset. */
final class GoPeerOptions implements PeerOptions {

	private final Map<String, String> flags = new LinkedHashMap<>();

	GoPeerOptions(String name) {
		this.flags.put("name", name);
	}

	@Override
	public GoPeerOptions bind(InetAddress address) {
		return flag("bind", address.getHostAddress());
	}

	@Override
	public GoPeerOptions port(int port) {
		return flag("port", Integer.toString(port));
	}

	@Override
	public GoPeerOptions keys(byte[]... keys) {
		return flag("keys", Arrays.stream(keys).map(HexFormat.of()::formatHex).collect(Collectors.joining(",")));
	}

	@Override
	public GoPeerOptions verifyIncoming(boolean verify) {
		return flag("verify-incoming", Boolean.toString(verify));
	}

	@Override
	public GoPeerOptions verifyOutgoing(boolean verify) {
		return flag("verify-outgoing", Boolean.toString(verify));
	}

	@Override
	public GoPeerOptions compression(boolean compression) {
		return flag("compression", Boolean.toString(compression));
	}

	@Override
	public GoPeerOptions protocolVersion(int version) {
		return flag("protocol", Integer.toString(version));
	}

	@Override
	public GoPeerOptions meta(String meta) {
		return flag("meta", hex(meta));
	}

	@Override
	public GoPeerOptions localState(String state) {
		return flag("state", hex(state));
	}

	@Override
	public GoPeerOptions ackPayload(String payload) {
		return flag("ack-payload", hex(payload));
	}

	@Override
	public GoPeerOptions gossipInterval(Duration interval) {
		return flag("gossip-interval", interval);
	}

	@Override
	public GoPeerOptions probe(Duration interval, Duration timeout) {
		return flag("probe-interval", interval).flag("probe-timeout", timeout);
	}

	@Override
	public GoPeerOptions pushPullInterval(Duration interval) {
		return flag("push-pull-interval", interval);
	}

	@Override
	public GoPeerOptions suspicionMult(int mult) {
		return flag("suspicion-mult", Integer.toString(mult));
	}

	@Override
	public GoPeerOptions reclaimTime(Duration time) {
		return flag("reclaim-time", time);
	}

	@Override
	public GoPeerOptions tcpPings(boolean tcpPings) {
		return flag("tcp-pings", Boolean.toString(tcpPings));
	}

	@Override
	public GoPeer start() {
		String name = this.flags.getOrDefault("name", "");
		return new GoPeer(name, GoProcess.start(name, arguments()));
	}

	private List<String> arguments() {
		return this.flags.entrySet().stream().map((flag) -> "-" + flag.getKey() + "=" + flag.getValue()).toList();
	}

	private GoPeerOptions flag(String name, String value) {
		this.flags.put(name, value);
		return this;
	}

	private GoPeerOptions flag(String name, Duration value) {
		return flag(name, value.toMillis() + "ms");
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
	}

}
