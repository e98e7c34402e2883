package io.membership.spring.actuate;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A member as the endpoint shows it. Name and metadata are untrusted text.
 *
 * @param name its name
 * @param address address and port, those of IPv6 in brackets
 * @param status what the local member believes of it, in lower case
 * @param metadata what it advertises, as text or in Base64
 * @param metadataEncoding {@code text}, or {@code base64} for metadata that is no UTF-8
 * @param incarnation its incarnation
 * @param protocol version of the gossip protocol that it speaks
 * @param since when its status last changed, by the local member's clock
 */
public record MemberDescriptor(String name, String address, String status, String metadata, String metadataEncoding,
		long incarnation, int protocol, Instant since) implements OperationResponseBody {

	static MemberDescriptor of(Member member) {
		byte[] metadata = member.metadata();
		String text;
		String encoding;
		try {
			text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(metadata)).toString();
			encoding = "text";
		}
		catch (CharacterCodingException ex) {
			text = Base64.getEncoder().encodeToString(metadata);
			encoding = "base64";
		}
		return new MemberDescriptor(member.name(), addressOf(member), statusOf(member.status()), text, encoding,
				member.incarnation(), member.versions().protocolCurrent(), member.since());
	}

	static String addressOf(Member member) {
		InetSocketAddress address = member.address();
		String host = address.getAddress().getHostAddress();
		return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
	}

	static String statusOf(MemberStatus status) {
		return status.name().toLowerCase(Locale.ROOT);
	}

}
