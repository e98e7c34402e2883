package io.membership.spring.actuate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Bytes in displayable form: as text, or in Base64 if they are not UTF-8.
 *
 * @param text the text
 * @param encoding {@code text} or {@code base64}
 */
record PayloadText(String text, String encoding) {

	static PayloadText of(byte[] bytes) {
		try {
			return new PayloadText(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(),
					"text");
		}
		catch (CharacterCodingException ex) {
			return new PayloadText(Base64.getEncoder().encodeToString(bytes), "base64");
		}
	}

}
