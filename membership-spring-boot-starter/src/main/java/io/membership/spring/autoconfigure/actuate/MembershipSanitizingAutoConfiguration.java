package io.membership.spring.autoconfigure.actuate;

import java.util.Locale;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that hides the encryption keys and the key of the RPC server in
 * Boot's {@code env} and {@code configprops} endpoints, even if these are configured to
 * show values. Also active when the member is disabled, because the keys may still be
 * set.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class MembershipSanitizingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "membershipKeysSanitizingFunction")
	SanitizingFunction membershipKeysSanitizingFunction() {
		return SanitizingFunction.sanitizeValue().ifKeyMatches(MembershipSanitizingAutoConfiguration::isKey);
	}

	/** Matches property names in the notation of a file, or of the environment. */
	private static boolean isKey(String name) {
		String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
		return letters.startsWith("membership") && (letters.contains("encryptionkey") || letters.contains("rpcauthkey")
				|| letters.contains("consultoken"));
	}

}
