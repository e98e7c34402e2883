package io.membership.spring.autoconfigure;

import java.lang.reflect.Method;
import java.util.List;

import io.membership.gossip.UserDelegate;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Several user delegates as one. Each gets every message and the other sides' states; the
 * own state can come from one of them only, because the wire has room for one and nobody
 * but the application knows how to join two.
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

	/** Whether its class does not just inherit the empty default. */
	private static boolean hasState(UserDelegate delegate) {
		Method method = ReflectionUtils.findMethod(AopUtils.getTargetClass(delegate), "localState", boolean.class);
		return method == null || method.getDeclaringClass() != UserDelegate.class;
	}

}
