package io.membership.netty;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.membership.runtime.TransportDrop;
import io.membership.runtime.TransportOptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

class PacketTests extends AllSockets {

	@Test
	void aPacketArrivesWholeWithItsSendersAddressOnTheLoop() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		byte[] packet = TestFrames.frame(1396);
		a.send(b.address(), packet);
		await("the packets").until(() -> b.packets.size() == 1);
		assertThat(b.packets.get(0)).isEqualTo(new TestNode.Packet(a.address(), b.packets.get(0).bytes(), true));
		assertThat(b.packets.get(0).bytes()).isEqualTo(packet);
	}

	@Test
	void theLargestPacketArrivesWhole() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		byte[] packet = TestFrames.frame(65507 - TestFrames.HEADER);
		a.send(b.address(), packet);
		await("the packets").until(() -> b.packets.size() == 1);
		assertThat(b.packets.get(0).bytes()).isEqualTo(packet);
	}

	@Test
	void manyPacketsOfOneTurnArriveInOrder() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		a.onLoop(() -> {
			for (int i = 0; i < 100; i++) {
				a.transport.sendPacket(b.address(), new byte[] { (byte) i }, null);
			}
		});
		await("the packets").until(() -> b.packets.size() == 100);
		for (int i = 0; i < 100; i++) {
			assertThat(b.packets.get(i).bytes()).containsExactly(i);
		}
	}

	@Test
	void anEmptyPacketIsDeliveredAndDoesNotHideTheNext() throws IOException {
		TestNode node = new TestNode(this.factory);
		try (DatagramSocket socket = new DatagramSocket()) {
			for (int length : new int[] { 0, 0, 3, 0, 5 }) {
				socket.send(new DatagramPacket(new byte[length], length, node.address()));
			}
		}
		node.start();
		await("the packets").until(() -> node.packets.size() == 5);
		assertThat(node.packets).extracting((packet) -> packet.bytes().length).containsExactly(0, 0, 3, 0, 5);
	}

	@Test
	void nothingIsDeliveredBeforeStart() throws IOException {
		TestNode node = new TestNode(this.factory);
		TestNode other = new TestNode(this.factory).start();
		other.send(node.address(), new byte[] { 1 });
		other.onLoop(() -> {
		});
		assertThat(node.packets).isEmpty();
		node.start();
		await("the packets").until(() -> node.packets.size() == 1);
	}

	@Test
	void aPacketThatIsTooLongFailsAndTheSocketGoesOn() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		List<Throwable> none = new CopyOnWriteArrayList<>();
		a.onLoop(() -> {
			a.transport.sendPacket(b.address(), new byte[] { 1 }, none::add);
			a.transport.sendPacket(b.address(), new byte[65508], failures::add);
			a.transport.sendPacket(b.address(), new byte[] { 2 }, none::add);
			assertThat(failures).as("never synchronously").isEmpty();
		});
		await("the packets").until(() -> b.packets.size() == 2 && failures.size() == 1);
		assertThat(failures.get(0)).isInstanceOf(IOException.class);
		assertThat(none).isEmpty();
	}

	@Test
	void aPacketThatCannotBeSentFailsWithTheAddress() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		a.onLoop(() -> {
			a.transport.sendPacket(InetSocketAddress.createUnresolved("nowhere.invalid", 1), new byte[1],
					failures::add);
			a.transport.sendPacket(new InetSocketAddress(ipv6Loopback(), 7946), new byte[1], failures::add);
			assertThat(failures).isEmpty();
		});
		await("the failures").until(() -> failures.size() == 2);
		assertThat(failures.get(0)).isInstanceOf(UnknownHostException.class)
			.hasMessage("cannot send to nowhere.invalid:1: the name is not resolved");
		assertThat(failures.get(1)).isInstanceOf(IOException.class)
			.hasMessageContaining("cannot send to [0:0:0:0:0:0:0:1]:7946");
	}

	@Test
	void aPeerThatHasGoneDoesNotCloseTheSocket() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode gone = new TestNode(this.factory);
		gone.close();
		for (int i = 0; i < 10; i++) {
			a.send(gone.address(), new byte[] { 1 });
		}
		TestNode b = new TestNode(this.factory).start();
		a.send(b.address(), new byte[] { 2 });
		b.send(a.address(), new byte[] { 3 });
		await("the packets").until(() -> b.packets.size() == 1 && a.packets.size() == 1);
	}

	@Test
	void aHandlerThatThrowsLosesOnePacketOnly() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		b.onPacket = (packet) -> {
			switch (packet.bytes()[0]) {
				case 0 -> throw new IllegalStateException("provoked by the test");
				case 1 -> throw new StackOverflowError("provoked by the test");
				case 2 -> throw new AssertionError("provoked by the test");
				default -> {
				}
			}
		};
		for (int i = 0; i < 4; i++) {
			a.send(b.address(), new byte[] { (byte) i });
		}
		await("the packets").until(() -> b.packets.size() == 4);
		assertThat(b.drops).containsExactly(TransportDrop.INTERNAL_ERROR, TransportDrop.INTERNAL_ERROR,
				TransportDrop.INTERNAL_ERROR);
	}

	@Test
	void evenAnOutOfMemoryErrorDoesNotEndTheLoop() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory).start();
		b.onPacket = (packet) -> {
			if (packet.bytes()[0] == 0) {
				throw new OutOfMemoryError("provoked by the test");
			}
		};
		a.send(b.address(), new byte[] { 0 });
		await("the drops").until(() -> b.drops.equals(List.of(TransportDrop.INTERNAL_ERROR)));
		a.send(b.address(), new byte[] { 1 });
		await("the packets").until(() -> b.packets.size() == 2);
	}

	@Test
	void membersTalkOverIpv6() throws IOException {
		Assumptions.assumeTrue(hasIpv6(), "this machine has no ::1");
		TransportOptions options = TransportOptions.of(new InetSocketAddress(ipv6Loopback(), 0), TestNode.TIMEOUT);
		TestNode a = new TestNode(this.factory, options).start();
		TestNode b = new TestNode(this.factory, options).start();
		a.send(b.address(), new byte[] { 1, 2 });
		await("the packets").until(() -> b.packets.size() == 1);
		assertThat(b.packets.get(0).from()).isEqualTo(a.address());
		assertThat(b.exchange(a.address(), TestFrames.frame(9), TestNode.TIMEOUT).reply())
			.isEqualTo(TestFrames.frame(9));
		assertThat(a.frames.get(0).from().getAddress()).isEqualTo(ipv6Loopback());
	}

	@Test
	void aMemberBoundToTheIpv6WildcardTalksToBothFamilies() throws IOException {
		Assumptions.assumeTrue(hasIpv6(), "this machine has no ::1");
		TestNode dual = new TestNode(this.factory,
				TransportOptions.of(new InetSocketAddress(InetAddress.getByName("::"), 0), TestNode.TIMEOUT))
			.start();
		int port = dual.address().getPort();
		TestNode four = new TestNode(this.factory).start();
		TestNode six = new TestNode(this.factory,
				TransportOptions.of(new InetSocketAddress(ipv6Loopback(), 0), TestNode.TIMEOUT))
			.start();
		four.send(new InetSocketAddress(four.address().getAddress(), port), new byte[] { 4 });
		six.send(new InetSocketAddress(ipv6Loopback(), port), new byte[] { 6 });
		await("the packets").until(() -> dual.packets.size() == 2);
		assertThat(dual.packets).extracting(TestNode.Packet::from)
			.as("an IPv4 peer has its IPv4 address")
			.containsExactlyInAnyOrder(four.address(), six.address());
		dual.send(four.address(), new byte[] { 4 });
		dual.send(six.address(), new byte[] { 6 });
		await("the packets").until(() -> four.packets.size() == 1 && six.packets.size() == 1);
		InetSocketAddress dualByFour = new InetSocketAddress(four.address().getAddress(), port);
		assertThat(four.exchange(dualByFour, TestFrames.frame(1), TestNode.TIMEOUT).reply()).hasSize(5);
		assertThat(dual.frames.get(0).from().getAddress()).isEqualTo(four.address().getAddress());
		assertThat(dual.exchange(four.address(), TestFrames.frame(1), TestNode.TIMEOUT).reply()).hasSize(5);
	}

	@Test
	void whatIsReceivedBelongsToTheHandler() throws IOException {
		TestNode a = new TestNode(this.factory).start();
		TestNode b = new TestNode(this.factory);
		for (int i = 0; i < 50; i++) {
			byte[] packet = new byte[20000];
			Arrays.fill(packet, (byte) i);
			a.send(b.address(), packet);
			if (i % 5 == 4) {
				// The kernel's default buffer holds only so much.
				int expected = i + 1;
				if (i == 4) {
					b.start();
				}
				await("the packets").until(() -> b.packets.size() == expected);
			}
		}
		for (int i = 0; i < 50; i++) {
			byte[] expected = new byte[20000];
			Arrays.fill(expected, (byte) i);
			assertThat(b.packets.get(i).bytes()).isEqualTo(expected);
		}
	}

	static InetAddress ipv6Loopback() {
		try {
			return InetAddress.getByName("::1");
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static boolean hasIpv6() {
		try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(ipv6Loopback(), 0))) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
