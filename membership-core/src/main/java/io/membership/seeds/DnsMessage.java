package io.membership.seeds;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The little of DNS messages (RFC 1035) that finding a service by multicast (RFC 6762,
 * RFC 6763) takes: a question, and of answers the service and address records.
 *
 * @param services the SRV records
 * @param addresses the A and AAAA records
 */
record DnsMessage(List<Service> services, List<Address> addresses) {

	/**
	 * Where a service instance is.
	 *
	 * @param instance its full name, in dotted form, without a dot at the end
	 * @param host name of its host
	 * @param port its port
	 */
	record Service(String instance, String host, int port) {
	}

	/**
	 * An address of a host.
	 *
	 * @param host name of the host, without a dot at the end
	 * @param address the address
	 */
	record Address(String host, InetAddress address) {
	}

	private static final int TYPE_A = 1;

	private static final int TYPE_PTR = 12;

	private static final int TYPE_AAAA = 28;

	private static final int TYPE_SRV = 33;

	private static final int CLASS_IN = 1;

	private static final int RESPONSE = 0x8000;

	private static final int POINTER = 0xc0;

	private static final int MAX_RECORDS = 1024;

	private static final int MAX_NAME = 255;

	private static final int MAX_LABEL = 63;

	/** Encodes a question for the instances of a service. */
	static byte[] question(int id, String service) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (int field : new int[] { id, 0, 1, 0, 0, 0 }) {
			put(out, field);
		}
		for (String label : service.split("\\.", -1)) {
			byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
			if (bytes.length == 0 || bytes.length > MAX_LABEL) {
				throw new IllegalArgumentException("'" + service + "' is no name of a service");
			}
			out.write(bytes.length);
			out.writeBytes(bytes);
		}
		out.write(0);
		put(out, TYPE_PTR);
		put(out, CLASS_IN);
		return out.toByteArray();
	}

	private static void put(ByteArrayOutputStream out, int number) {
		out.write(number >> 8);
		out.write(number);
	}

	/**
	 * Reads an answer. What cannot be read is left out; never throws for bad bytes.
	 */
	static DnsMessage answer(byte[] packet, int length) {
		List<Service> services = new ArrayList<>();
		List<Address> addresses = new ArrayList<>();
		ByteBuffer in = ByteBuffer.wrap(Arrays.copyOf(packet, length));
		try {
			in.getShort();
			boolean response = (in.getShort() & RESPONSE) != 0;
			int questions = in.getShort() & 0xffff;
			int records = (in.getShort() & 0xffff) + (in.getShort() & 0xffff) + (in.getShort() & 0xffff);
			for (int i = 0; response && i < questions; i++) {
				name(in);
				in.getInt();
			}
			for (int i = 0; response && i < Math.min(records, MAX_RECORDS); i++) {
				record(in, services, addresses);
			}
		}
		catch (BufferUnderflowException | IllegalArgumentException | UnknownHostException ex) {
			// keep the records read so far
			return new DnsMessage(services, addresses);
		}
		return new DnsMessage(services, addresses);
	}

	private static void record(ByteBuffer in, List<Service> services, List<Address> addresses)
			throws UnknownHostException {
		String owner = name(in);
		int type = in.getShort() & 0xffff;
		in.getShort();
		in.getInt();
		int length = in.getShort() & 0xffff;
		int end = in.position() + length;
		if (end > in.limit()) {
			throw new BufferUnderflowException();
		}
		if (type == TYPE_SRV && length > 6) {
			in.getInt();
			int port = in.getShort() & 0xffff;
			services.add(new Service(owner, name(in), port));
		}
		else if ((type == TYPE_A && length == 4) || (type == TYPE_AAAA && length == 16)) {
			byte[] address = new byte[length];
			in.get(address);
			addresses.add(new Address(owner, InetAddress.getByAddress(address)));
		}
		in.position(end);
	}

	/** A name, whose end may stand elsewhere in the message, but only before it. */
	private static String name(ByteBuffer in) {
		StringBuilder name = new StringBuilder();
		int back = -1;
		int before = in.position();
		while (true) {
			int length = in.get() & 0xff;
			if (length == 0) {
				break;
			}
			if ((length & POINTER) == POINTER) {
				int target = (length & ~POINTER) << 8 | in.get() & 0xff;
				// Pointers only ever lead further back, so that they come to an end.
				if (target >= before) {
					throw new IllegalArgumentException("pointer " + target + " at " + before);
				}
				back = (back < 0) ? in.position() : back;
				before = target;
				in.position(target);
				continue;
			}
			byte[] label = new byte[length];
			in.get(label);
			if (length > MAX_LABEL || name.length() + length > MAX_NAME) {
				throw new IllegalArgumentException("a name that is too long");
			}
			name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.UTF_8));
		}
		if (back >= 0) {
			in.position(back);
		}
		return name.toString();
	}

}
