package io.membership.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Contributes hints that ahead-of-time processing cannot derive: MessagePack selects its
 * buffer class by name. Boot itself handles properties, endpoint responses and failure
 * analyzers.
 */
final class MembershipRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (String buffer : new String[] { "MessageBuffer", "MessageBufferBE", "MessageBufferU" }) {
			hints.reflection()
				.registerTypeIfPresent(classLoader, "org.msgpack.core.buffer." + buffer,
						MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
		}
	}

}
