package io.membership.spring.actuate;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.membership.Keyring;
import io.membership.cluster.keys.KeyManager;
import io.membership.cluster.keys.KeyResult;
import io.membership.cluster.keys.KeyRotation;
import io.membership.spring.Clusters;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Shows and changes the keys of the whole cluster. No response contains a key, only the
 * first digits of its SHA-256. Read-only unless {@code
 * management.endpoint.clusterkeys.access} is {@code unrestricted}.
 */
@WebEndpoint(id = "clusterkeys", defaultAccess = Access.READ_ONLY)
public final class ClusterKeysEndpoint {

	private static final List<String> OPERATIONS = List.of("install", "use", "remove", "rotate");

	/** Each key operation is one query, and a rotation consists of five. */
	private static final Duration LIMIT = Duration.ofMinutes(5);

	private static final String PROBLEM = "The cluster did not answer";

	private final Clusters clusters;

	/**
	 * Creates the endpoint.
	 * @param clusters the application's clusters
	 */
	public ClusterKeysEndpoint(Clusters clusters) {
		this.clusters = clusters;
	}

	/**
	 * Lists the keys of all members.
	 * @param cluster name of the cluster within the application; {@code null} for the
	 * primary one
	 * @return 200 with the keys by fingerprint
	 */
	@ReadOperation
	@RegisterReflectionForBinding({ Keys.class, ErrorDescriptor.class })
	public WebEndpointResponse<OperationResponseBody> keys(@Nullable String cluster) {
		return Answers.orBadRequest(() -> Keys.of(Waiting.of(manager(cluster).list(), LIMIT, PROBLEM), ""));
	}

	/**
	 * Changes the keys of all members.
	 * @param operation {@code install}, {@code use}, {@code remove} or {@code rotate}
	 * @param key the key in Base64
	 * @param cluster name of the cluster within the application; {@code null} for the
	 * primary one
	 * @return 200 with the members' answers, even if some of them failed; 400 if the key
	 * is invalid
	 */
	@WriteOperation
	@RegisterReflectionForBinding(Rotation.class)
	public WebEndpointResponse<OperationResponseBody> change(@Selector String operation, String key,
			@Nullable String cluster) {
		return Answers.orBadRequest(() -> {
			KeyManager keys = manager(cluster);
			return switch (operation) {
				case "install" -> Keys.of(Waiting.of(keys.install(key), LIMIT, PROBLEM), key);
				case "use" -> Keys.of(Waiting.of(keys.use(key), LIMIT, PROBLEM), key);
				case "remove" -> Keys.of(Waiting.of(keys.remove(key), LIMIT, PROBLEM), key);
				case "rotate" -> Rotation.of(Waiting.of(keys.rotate(key), LIMIT, PROBLEM), key);
				default -> throw new BadRequestException("Unknown operation '" + operation + "'.", OPERATIONS);
			};
		});
	}

	private KeyManager manager(@Nullable String cluster) {
		return ClusterChoice.of(this.clusters, cluster).keys();
	}

	/** Removes the key from a member's message, which may quote it. */
	private static String withoutKey(String text, String key) {
		return key.isBlank() ? text : text.replace(key.strip(), "******");
	}

	/**
	 * The members' answers.
	 *
	 * @param members number of members that had to answer
	 * @param answers number of members that answered
	 * @param errors number of members that reported a failure
	 * @param error the error of the operation, if any
	 * @param keys the keys, for a list request
	 * @param messages messages of members, untrusted text
	 * @param missing members that did not answer
	 */
	public record Keys(int members, int answers, int errors, @Nullable String error, List<Key> keys,
			Map<String, String> messages, List<String> missing) implements OperationResponseBody {

		static Keys of(KeyResult result, String key) {
			List<Key> keys = new TreeMap<>(result.keys()).entrySet()
				.stream()
				.map((entry) -> new Key(fingerprint(entry.getKey()), entry.getValue(),
						result.primaryKeys().getOrDefault(entry.getKey(), 0)))
				.toList();
			Map<String, String> messages = new TreeMap<>();
			result.messages().forEach((member, message) -> messages.put(member, withoutKey(message, key)));
			return new Keys(result.members(), result.answers(), result.errors(), result.error(), keys, messages,
					result.missing());
		}

		/** Returns the fingerprint of a key in an answer, which is untrusted text. */
		private static String fingerprint(String key) {
			try {
				return Keyring.fingerprint(Base64.getDecoder().decode(key));
			}
			catch (IllegalArgumentException ex) {
				return "unreadable";
			}
		}

	}

	/**
	 * A key.
	 *
	 * @param fingerprint the first digits of its SHA-256
	 * @param members number of members that have it
	 * @param primary number of members that encrypt with it
	 */
	public record Key(String fingerprint, int members, int primary) {

	}

	/**
	 * The outcome of a rotation.
	 *
	 * @param complete whether it is complete
	 * @param phase the last phase that was begun
	 * @param problem the reason why it stopped, if it did
	 * @param because names of the members that stopped it
	 * @param steps the steps carried out
	 */
	public record Rotation(boolean complete, String phase, @Nullable String problem, List<String> because,
			List<KeyRotation.Step> steps) implements OperationResponseBody {

		static Rotation of(KeyRotation rotation, String key) {
			String problem = rotation.problem();
			return new Rotation(rotation.complete(), rotation.phase().name(),
					(problem != null) ? withoutKey(problem, key) : null, rotation.notAnswered(), rotation.steps());
		}

	}

}
