package io.membership.spring.actuate;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A request that makes no sense.
 *
 * @param error what is wrong
 * @param known what would have been right
 */
public record ErrorDescriptor(String error, List<String> known) implements OperationResponseBody {

}
