package io.membership.spring.autoconfigure;

import java.lang.reflect.Method;
import java.util.List;

import io.membership.gossip.UserDelegate;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Combines several user delegates into one. Each receives every message and the states of
 * other members; the local state can come from only one of them, because the wire format
 * has room for one and only the application can combine two.
 */
final class CompositeUserDelegate implements UserDelegate {

	private static final byte[] NO_STATE = new byte[0];

	private final List<UserDelegate> all;

	private final List<UserDelegate> withState;

	CompositeUserDelegate(List<UserDelegate> all) {
		this.all = all;
		this.withState = all.stream().filter(CompositeUserDelegate::hasState).toList();
		if (this.withState.size() > 1) {
			throw new IllegalStateException("Only one UserDelegate bean may provide local state, but these do: "
					+ this.withState.stream().map((delegate) -> AopUtils.getTargetClass(delegate).getName()).toList()
					+ ". Implement localState in one of them, and let it carry the state of the others.");
		}
	}

	@Override
	public void message(byte[] message) {
		CompositeDelegates.tell(this.all, (delegate) -> delegate.message(message.clone()));
	}

	@Override
	public byte[] localState(boolean join) {
		return this.withState.isEmpty() ? NO_STATE : this.withState.get(0).localState(join);
	}

	@Override
	public void mergeRemoteState(byte[] state, boolean join) {
		CompositeDelegates.tell(this.all, (delegate) -> delegate.mergeRemoteState(state.clone(), join));
	}

	/** Returns whether the class overrides the empty default. */
	private static boolean hasState(UserDelegate delegate) {
		Method method = ReflectionUtils.findMethod(AopUtils.getTargetClass(delegate), "localState", boolean.class);
		return method == null || method.getDeclaringClass() != UserDelegate.class;
	}

}
