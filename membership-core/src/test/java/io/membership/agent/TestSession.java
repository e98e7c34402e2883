package io.membership.agent;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.jspecify.annotations.Nullable;
import org.msgpack.value.Value;

/** A session without a socket. */
final class TestSession implements AutoCloseable {

	static final String KEY = "s3cret";

	final EmbeddedChannel channel = new EmbeddedChannel();

	final AgentLog log;

	private final ByteArrayOutputStream received = new ByteArrayOutputStream();

	TestSession(RpcTarget target, RpcServerConfig config) {
		this(target, config, new AgentLog(), RpcApplication.NONE);
	}

	TestSession(RpcTarget target, RpcServerConfig config, AgentLog log, RpcApplication application) {
		this(new RpcContext(target, log, application, config));
	}

	/** One of several sessions of one server. */
	TestSession(RpcContext context) {
		this.log = context.log();
		this.channel.freezeTime();
		this.channel.pipeline().addLast(new RpcSession(context, this.channel));
		this.channel.pipeline().fireChannelActive();
	}

	static RpcServerConfig config(@Nullable String key) {
		return RpcServerConfig.at(RpcServerConfig.loopback().address(), key);
	}

	TestSession send(byte[] bytes) {
		if (this.channel.isOpen()) {
			this.channel.writeInbound(Unpooled.wrappedBuffer(bytes));
		}
		this.channel.runPendingTasks();
		return this;
	}

	TestSession send(String command, long seq, @Nullable Map<String, ?> body) {
		return send(Ipc.request(command, seq, body));
	}

	TestSession handshake() {
		return send(Ipc.handshake());
	}

	TestSession advance(Duration time) {
		this.channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
		this.channel.runScheduledPendingTasks();
		this.channel.runPendingTasks();
		return this;
	}

	boolean isOpen() {
		return this.channel.isOpen();
	}

	/** Everything that was sent to the client by now. */
	byte[] bytes() {
		this.channel.runPendingTasks();
		for (ByteBuf bytes = this.channel.readOutbound(); bytes != null; bytes = this.channel.readOutbound()) {
			byte[] copy = new byte[bytes.readableBytes()];
			bytes.readBytes(copy);
			this.received.writeBytes(copy);
			bytes.release();
		}
		return this.received.toByteArray();
	}

	/** What was sent, by the number of the command: headers and bodies. */
	Map<Long, List<Value>> bySeq() {
		return bySeq(bytes());
	}

	static Map<Long, List<Value>> bySeq(byte[] bytes) {
		Map<Long, List<Value>> bySeq = new LinkedHashMap<>();
		long seq = -1;
		for (Value value : Ipc.values(bytes)) {
			seq = Ipc.isHeader(value) ? Ipc.seq(value) : seq;
			bySeq.computeIfAbsent(seq, (key) -> new ArrayList<>()).add(value);
		}
		return bySeq;
	}

	/** The error of the first header with a number. */
	String error(long seq) {
		return Ipc.text(bySeq().get(seq).get(0), "Error");
	}

	/** The bodies after all headers with a number. */
	List<Value> bodies(long seq) {
		return bySeq().getOrDefault(seq, List.of()).stream().filter((value) -> !Ipc.isHeader(value)).toList();
	}

	@Override
	public void close() {
		this.channel.close();
		this.channel.runPendingTasks();
	}

}
