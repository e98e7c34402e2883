package io.membership.spring.actuate;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * An invalid request.
 *
 * @param error the reason
 * @param known the valid values
 */
public record ErrorDescriptor(String error, List<String> known) implements OperationResponseBody {

}
