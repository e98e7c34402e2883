package io.membership.spring.actuate;

import java.util.List;
import java.util.function.Supplier;

import io.membership.SafeText;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Creates HTTP responses from the results and exceptions of operations. */
final class Answers {

	private Answers() {
	}

	/** Returns the body with 200, or the reason with 400 if the request is invalid. */
	static WebEndpointResponse<OperationResponseBody> orBadRequest(
			Supplier<? extends OperationResponseBody> operation) {
		return respond(() -> new WebEndpointResponse<>(operation.get()));
	}

	/** Returns the response, or the reason with 400 if the request is invalid. */
	static WebEndpointResponse<OperationResponseBody> respond(
			Supplier<WebEndpointResponse<OperationResponseBody>> operation) {
		try {
			return operation.get();
		}
		catch (BadRequestException ex) {
			return badRequest(ex.descriptor());
		}
		catch (IllegalArgumentException ex) {
			return badRequest(new ErrorDescriptor(SafeText.of(String.valueOf(ex.getMessage())), List.of()));
		}
	}

	private static WebEndpointResponse<OperationResponseBody> badRequest(ErrorDescriptor error) {
		return new WebEndpointResponse<>(error, WebEndpointResponse.STATUS_BAD_REQUEST);
	}

}
