package io.membership.spring;

import java.lang.reflect.Type;

import io.membership.Internal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** Encodes payloads as JSON. */
@Internal
public final class JacksonPayloadCodec implements PayloadCodec {

	private final ObjectMapper mapper;

	/**
	 * Creates the codec.
	 * @param mapper reads and writes the JSON
	 */
	public JacksonPayloadCodec(ObjectMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public byte[] encode(Object payload) {
		try {
			return this.mapper.writeValueAsBytes(payload);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"A " + payload.getClass().getName() + " cannot be written as JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	@Override
	public Object decode(byte[] payload, Type type) {
		Object value;
		try {
			value = this.mapper.readValue(payload, this.mapper.constructType(type));
		}
		catch (JacksonException ex) {
			// without the cause, whose message quotes the payload
			throw new IllegalArgumentException(
					"The payload of " + payload.length + " bytes is not JSON for a " + type.getTypeName());
		}
		if (value == null) {
			throw new IllegalArgumentException("The payload must be a " + type.getTypeName() + ", but is null");
		}
		return value;
	}

}
