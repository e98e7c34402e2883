package io.membership.interop;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Command line of a Go peer. What is not said is memberlist's own preset. */
final class GoPeerOptions {

	private final Map<String, String> flags = new LinkedHashMap<>();

	GoPeerOptions(String name) {
		this.flags.put("name", name);
	}

	GoPeerOptions profile(String profile) {
		return flag("profile", profile);
	}

	GoPeerOptions bind(String address) {
		return flag("bind", address);
	}

	GoPeerOptions port(int port) {
		return flag("port", Integer.toString(port));
	}

	GoPeerOptions keys(byte[]... keys) {
		return flag("keys", Arrays.stream(keys).map(HexFormat.of()::formatHex).collect(Collectors.joining(",")));
	}

	GoPeerOptions verifyIncoming(boolean verify) {
		return flag("verify-incoming", Boolean.toString(verify));
	}

	GoPeerOptions verifyOutgoing(boolean verify) {
		return flag("verify-outgoing", Boolean.toString(verify));
	}

	GoPeerOptions compression(boolean compression) {
		return flag("compression", Boolean.toString(compression));
	}

	GoPeerOptions protocolVersion(int version) {
		return flag("protocol", Integer.toString(version));
	}

	GoPeerOptions withoutDelegate() {
		return flag("delegate", "false");
	}

	GoPeerOptions meta(String meta) {
		return flag("meta", hex(meta));
	}

	GoPeerOptions localState(String state) {
		return flag("state", hex(state));
	}

	GoPeerOptions ackPayload(String payload) {
		return flag("ack-payload", hex(payload));
	}

	GoPeerOptions gossipInterval(Duration interval) {
		return flag("gossip-interval", interval);
	}

	GoPeerOptions probe(Duration interval, Duration timeout) {
		return flag("probe-interval", interval).flag("probe-timeout", timeout);
	}

	GoPeerOptions pushPullInterval(Duration interval) {
		return flag("push-pull-interval", interval);
	}

	GoPeerOptions suspicionMult(int mult) {
		return flag("suspicion-mult", Integer.toString(mult));
	}

	GoPeerOptions gossipToTheDead(Duration time) {
		return flag("gossip-to-the-dead", time);
	}

	GoPeerOptions reclaimTime(Duration time) {
		return flag("reclaim-time", time);
	}

	GoPeerOptions withoutTcpPings() {
		return flag("tcp-pings", "false");
	}

	/**
	 * Starts the peer and waits until it can be joined.
	 * @return the running peer
	 */
	GoPeer start() {
		return GoPeer.start(this.flags.getOrDefault("name", ""), arguments());
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
