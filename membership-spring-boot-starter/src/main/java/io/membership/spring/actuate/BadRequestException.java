package io.membership.spring.actuate;

import java.util.Collection;
import java.util.List;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/** Thrown for an invalid request; names the valid values. */
final class BadRequestException extends InvalidEndpointRequestException {

	private final List<String> known;

	BadRequestException(String reason, Collection<String> known) {
		super(reason, reason);
		this.known = List.copyOf(known);
	}

	ErrorDescriptor descriptor() {
		return new ErrorDescriptor(String.valueOf(getReason()), this.known);
	}

}
