package io.membership.interop;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.membership.testing.Eventually;
import io.membership.testing.Json;
import org.jspecify.annotations.Nullable;

/**
 * A member of a real HashiCorp memberlist in a process of its own. Every method waits for
 * the peer's answer and fails with the peer's own error. Thread-safe. Its log is in
 * {@code target/interop}.
 */
final class GoPeer implements Peer {

	private final String name;

	private final GoProcess process;

	GoPeer(String name, GoProcess process) {
		this.name = name;
		this.process = process;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public InetSocketAddress address() {
		return this.process.address();
	}

	@Override
	public int join(String... addresses) {
		return (int) number(this.process.call("join", Map.of("addresses", List.of(addresses))));
	}

	/**
	 * Every member that the peer knows, in whatever state.
	 * @return all known members
	 */
	List<GoNode> nodes() {
		return Json.array(this.process.call("members", Map.of())).stream().map(GoNode::of).toList();
	}

	Optional<GoNode> node(String name) {
		return nodes().stream().filter((node) -> node.name().equals(name)).findFirst();
	}

	@Override
	public String stateOf(String name) {
		return node(name).map(GoNode::state).orElse("unknown");
	}

	@Override
	public List<String> alive() {
		return nodes().stream().filter((node) -> node.state().equals("alive")).map(GoNode::name).sorted().toList();
	}

	@Override
	public String metaOf(String name) {
		return text(node(name).orElseThrow().meta());
	}

	@Override
	public InetSocketAddress addressOf(String name) {
		return node(name).orElseThrow().address();
	}

	@Override
	public List<Integer> versionsOf(String name) {
		return node(name).orElseThrow().vsn();
	}

	@Override
	public void updateMeta(String meta) {
		this.process.call("meta", Map.of("payload", base64(meta), "timeoutMs", Eventually.LIMIT.toMillis()));
	}

	@Override
	public void localState(String state) {
		this.process.call("state", Map.of("payload", base64(state)));
	}

	@Override
	public void sendBestEffort(String to, String message) {
		this.process.call("send", Map.of("to", to, "payload", base64(message), "reliable", false));
	}

	@Override
	public void sendReliable(String to, String message) {
		this.process.call("send", Map.of("to", to, "payload", base64(message), "reliable", true));
	}

	@Override
	public void broadcast(String message) {
		this.process.call("broadcast", Map.of("payload", base64(message)));
	}

	@Override
	public Duration ping(String to) {
		return Duration.ofNanos(number(this.process.call("ping", Map.of("to", to))));
	}

	@Override
	public int healthScore() {
		return (int) number(this.process.call("health", Map.of()));
	}

	@Override
	public void leave(Duration timeout) {
		this.process.call("leave", Map.of("timeoutMs", timeout.toMillis()));
	}

	/** Stops the member without a leave; the process goes on until {@link #close()}. */
	void shutdown() {
		this.process.call("shutdown", Map.of());
	}

	@Override
	public void addKey(byte[] key) {
		this.process.call("key-add", Map.of("key", HexFormat.of().formatHex(key)));
	}

	@Override
	public void useKey(byte[] key) {
		this.process.call("key-use", Map.of("key", HexFormat.of().formatHex(key)));
	}

	@Override
	public void removeKey(byte[] key) {
		this.process.call("key-remove", Map.of("key", HexFormat.of().formatHex(key)));
	}

	List<String> keys() {
		return Json.array(this.process.call("key-list", Map.of())).stream().map(String::valueOf).toList();
	}

	@Override
	public List<String> changesOf(String name) {
		return events(GoEvent.Membership.class).filter((event) -> event.node().name().equals(name))
			.map((event) -> (event.kind() == GoEvent.Kind.LEAVE) ? event.node().state()
					: event.kind().name().toLowerCase(Locale.ROOT))
			.toList();
	}

	@Override
	public List<String> messages() {
		return events(GoEvent.Message.class).map((event) -> text(event.payload())).toList();
	}

	@Override
	public List<String> remoteStates(boolean join) {
		return events(GoEvent.RemoteState.class).filter((event) -> event.join() == join)
			.map((event) -> text(event.payload()))
			.toList();
	}

	@Override
	public List<AnsweredProbe> answeredProbes() {
		return events(GoEvent.PingComplete.class)
			.map((event) -> new AnsweredProbe(event.node().name(), event.roundTrip(), text(event.payload())))
			.toList();
	}

	@Override
	public List<NameConflict> conflicts() {
		return events(GoEvent.Conflict.class)
			.map((event) -> new NameConflict(event.existing().name(), event.existing().address(),
					event.other().address()))
			.toList();
	}

	private <E extends GoEvent> Stream<E> events(Class<E> type) {
		return this.process.events().stream().filter(type::isInstance).map(type::cast);
	}

	/**
	 * memberlist's own log so far.
	 * @return the log
	 */
	String log() {
		return this.process.log();
	}

	/** Stops the process where it is, as a long pause of the machine does. */
	void freeze() {
		this.process.pause();
	}

	/** Lets a frozen process go on. */
	void thaw() {
		this.process.resume();
	}

	@Override
	public void kill() {
		this.process.kill();
	}

	@Override
	public void close() {
		this.process.close();
	}

	/**
	 * How the process ended.
	 * @return zero if by itself, 137 if it was killed
	 */
	int exitCode() {
		return this.process.exitCode();
	}

	private static long number(@Nullable Object value) {
		return (Long) Objects.requireNonNull(value);
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/** What memberlist itself answered with an error. */
	static final class GoPeerException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		GoPeerException(String peer, String command, String error) {
			super("peer " + peer + ", " + command + ": " + error);
		}

	}

}
