package io.membership.seeds;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server on loopback that knows what a test tells it. */
final class TinyDnsServer implements AutoCloseable {

	private record Entry(String name, int type, byte[] data) {
	}

	private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

	private final List<Entry> entries = new CopyOnWriteArrayList<>();

	private volatile boolean failing;

	private volatile int refused;

	private volatile int dropped;

	TinyDnsServer() throws IOException {
		Thread thread = new Thread(this::serve, "tiny-dns");
		thread.setDaemon(true);
		thread.start();
	}

	List<String> servers() {
		return List.of("127.0.0.1:" + this.socket.getLocalPort());
	}

	TinyDnsServer address(String name, String address) throws IOException {
		byte[] bytes = InetAddress.getByName(address).getAddress();
		this.entries.add(new Entry(name, (bytes.length == 4) ? 1 : 28, bytes));
		return this;
	}

	TinyDnsServer service(String name, int priority, int port, String host) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		out.writeShort(priority);
		out.writeShort(1);
		out.writeShort(port);
		out.write(name(host));
		this.entries.add(new Entry(name, 33, bytes.toByteArray()));
		return this;
	}

	/** Refuses every question for records of a type, as some servers do. */
	TinyDnsServer refusing(int type) {
		this.refused = type;
		return this;
	}

	/** Answers no question for records of a type. */
	TinyDnsServer dropping(int type) {
		this.dropped = type;
		return this;
	}

	void failing() {
		this.failing = true;
	}

	private void serve() {
		byte[] buffer = new byte[1500];
		while (!this.socket.isClosed()) {
			try {
				DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
				this.socket.receive(packet);
				byte[] question = Arrays.copyOf(buffer, packet.getLength());
				if (type(question) != this.dropped) {
					byte[] reply = reply(question);
					this.socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
				}
			}
			catch (IOException ex) {
				// closed
			}
		}
	}

	private static int type(byte[] question) {
		int end = 12;
		while (question[end] != 0) {
			end += question[end] + 1;
		}
		return question[end + 1] << 8 | question[end + 2];
	}

	private byte[] reply(byte[] question) throws IOException {
		int end = 12;
		List<String> labels = new ArrayList<>();
		while (question[end] != 0) {
			labels.add(new String(question, end + 1, question[end]));
			end += question[end] + 1;
		}
		String name = String.join(".", labels);
		int type = type(question);
		boolean known = this.entries.stream().anyMatch((entry) -> entry.name().equals(name));
		List<Entry> answers = this.entries.stream()
			.filter((entry) -> entry.name().equals(name) && entry.type() == type)
			.toList();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		out.write(question, 0, 2);
		out.writeShort(0x8180 | ((type == this.refused) ? 5 : this.failing ? 2 : known ? 0 : 3));
		out.writeShort(1);
		out.writeShort(this.failing ? 0 : answers.size());
		out.writeInt(0);
		out.write(question, 12, end + 5 - 12);
		for (Entry answer : this.failing ? List.<Entry>of() : answers) {
			out.write(name(answer.name()));
			out.writeShort(answer.type());
			out.writeShort(1);
			out.writeInt(5);
			out.writeShort(answer.data().length);
			out.write(answer.data());
		}
		return bytes.toByteArray();
	}

	private static byte[] name(String name) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (String label : name.split("\\.")) {
			out.write(label.length());
			out.writeBytes(label.getBytes());
		}
		out.write(0);
		return out.toByteArray();
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
