package io.membership.spring.event;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterEvent;
import io.membership.spring.JacksonPayloadCodec;
import io.membership.spring.OnUserEvent;
import io.membership.spring.Payloads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The types that handler methods declare, in generic classes, interfaces and beans. */
class HandlerMethodsTests {

	private static final String ORDER = "{\"id\":7}";

	private static final Order SEVEN = new Order(7);

	private final Payloads payloads = new Payloads(new JacksonPayloadCodec(JsonMapper.builder().build()));

	@Test
	void aHandlerInAGenericBaseClassGetsThePayloadOfItsSubclass() {
		assertThat(received(OrderHandler.class, ORDER)).isEqualTo(SEVEN);
	}

	@Test
	void aListOfATypeVariableHasElementsOfTheTypeThatTheSubclassStates() {
		assertThat(received(OrderLists.class, "[" + ORDER + "]")).isEqualTo(List.of(SEVEN));
	}

	@Test
	void typeVariablesAreResolvedAtEveryDepth() {
		assertThat(received(OrderMaps.class, "{\"a\":[" + ORDER + "]}")).isEqualTo(Map.of("a", List.of(SEVEN)));
		assertThat(received(OrderPages.class, "{\"items\":[" + ORDER + "]}")).isEqualTo(new Page<>(List.of(SEVEN)));
		assertThat(received(OrderWildcards.class, "[" + ORDER + "]")).isEqualTo(List.of(SEVEN));
		assertThat((List<?>[]) received(OrderArrays.class, "[[" + ORDER + "]]"))
			.isEqualTo(new List<?>[] { List.of(SEVEN) });
		assertThat((Order[]) received(PlainOrderArrays.class, "[" + ORDER + "]")).containsExactly(SEVEN);
	}

	@Test
	void aTypeVariableMayBeAGenericTypeItself() {
		assertThat(received(HandlerOfLists.class, "[" + ORDER + "]")).isEqualTo(List.of(SEVEN));
		assertThat(received(HandlerThroughTwoClasses.class, "{\"a\":" + ORDER + "}")).isEqualTo(Map.of("a", SEVEN));
	}

	@Test
	void anOverriddenMethodAndTheBridgeToItAreOneHandler() {
		assertThat(received(OverridingHandler.class, ORDER)).isEqualTo(SEVEN);
	}

	@Test
	void aHandlerMayBeDeclaredInAGenericInterface() {
		assertThat(received(InterfaceHandler.class, ORDER)).isEqualTo(SEVEN);
		assertThat(received(DefaultMethodHandler.class, ORDER)).isEqualTo(SEVEN);
	}

	@Test
	void aTypeVariableThatIsTextOrBytesNeedsNoJson() {
		assertThat(received(TextHandler.class, "no json")).isEqualTo("no json");
		assertThat((byte[]) received(BytesHandler.class, "x")).containsExactly('x');
	}

	@Test
	void anUnresolvedTypeVariableHasItsBound() {
		assertThat(received(BoundedHandler.class, ORDER)).isEqualTo(SEVEN);
	}

	@Test
	void aTypeVariableThatNothingStatesStopsTheStart() {
		assertThatExceptionOfType(InvalidHandlerMethodException.class).isThrownBy(() -> received(Handler.class, ORDER))
			.withMessageContaining("whose type variable the bean does not state");
		assertThatExceptionOfType(InvalidHandlerMethodException.class)
			.isThrownBy(() -> received(ListHandler.class, ORDER))
			.withMessageContaining("whose type variable the bean does not state");
		assertThatExceptionOfType(InvalidHandlerMethodException.class)
			.isThrownBy(() -> received(GenericMethod.class, ORDER))
			.withMessageContaining("whose type variable the bean does not state");
	}

	@Test
	void rawTypesAndWildcardsAreReadAsJsonSeesThem() {
		assertThat(received(RawList.class, "[1]")).isEqualTo(List.of(1));
		assertThat(received(WildcardList.class, "[1]")).isEqualTo(List.of(1));
		assertThat(received(AnyObject.class, "{\"a\":1}")).isEqualTo(Map.of("a", 1));
	}

	@Test
	void aSuperclassOfTheEventIsTheEvent() {
		assertThat(received(AnyEvent.class, "x")).isInstanceOf(UserEvent.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "byClass", "byInterface", "byLambda" })
	void aBeanMethodStatesTheTypeVariables(String bean) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(GenericBeans.class)) {
			HandlerMethods methods = new HandlerMethods(context.getDefaultListableBeanFactory(), this.payloads);
			methods.find(Set.of());
			methods.onUserEvent()
				.stream()
				.filter((method) -> method.takes("", bean))
				.forEach((method) -> call(method, ORDER));
			assertThat(context.getBean(Recorder.class).received).containsExactly(SEVEN);
		}
	}

	@Test
	void aProxyByAGenericInterfaceIsCalledThroughTheInterface() {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		InterfaceHandler target = new InterfaceHandler();
		ProxyFactory factory = new ProxyFactory(target);
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setInstanceSupplier(factory::getProxy);
		definition.setTargetType(factory.getProxy().getClass());
		definition.setAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE, InterfaceHandler.class);
		beans.registerBeanDefinition("handler", definition);
		assertThat(Proxy.isProxyClass(beans.getBean("handler").getClass())).isTrue();
		call(only(beans), ORDER);
		assertThat(target.received).containsExactly(SEVEN);
	}

	@Test
	void aProxyByClassIsCalled() {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		OrderHandler target = new OrderHandler();
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(true);
		beans.registerSingleton("handler", factory.getProxy());
		call(only(beans), ORDER);
		assertThat(target.received).containsExactly(SEVEN);
	}

	private Object received(Class<? extends Recorder> type, String payload) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerBeanDefinition("handler", new RootBeanDefinition(type));
		call(only(beans), payload);
		List<Object> received = beans.getBean(type).received;
		assertThat(received).hasSize(1);
		return received.get(0);
	}

	private HandlerMethod only(DefaultListableBeanFactory beans) {
		HandlerMethods methods = new HandlerMethods(beans, this.payloads);
		methods.find(Set.of());
		assertThat(methods.onUserEvent()).hasSize(1);
		return methods.onUserEvent().get(0);
	}

	private static void call(HandlerMethod method, String payload) {
		byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
		method.call(new UserEvent(Mockito.mock(Cluster.class), "primary", Mockito.mock(ClusterEvent.User.class)),
				() -> bytes);
	}

	record Order(int id) {

	}

	record Page<T>(List<T> items) {

	}

	static class Recorder {

		final List<Object> received = new ArrayList<>();

	}

	static class Handler<T> extends Recorder {

		@OnUserEvent("e")
		public void on(T payload) {
			this.received.add(payload);
		}

	}

	static class OrderHandler extends Handler<Order> {

	}

	static class OverridingHandler extends Handler<Order> {

		@Override
		public void on(Order payload) {
			super.on(new Order(payload.id()));
		}

	}

	static class TextHandler extends Handler<String> {

	}

	static class BytesHandler extends Handler<byte[]> {

	}

	static class HandlerOfLists extends Handler<List<Order>> {

	}

	static class MapHandler<V> extends Handler<Map<String, V>> {

	}

	static class HandlerThroughTwoClasses extends MapHandler<Order> {

	}

	static class ListHandler<T> extends Recorder {

		@OnUserEvent("e")
		public void on(List<T> payload) {
			this.received.add(payload);
		}

	}

	static class OrderLists extends ListHandler<Order> {

	}

	static class NestedHandler<T> extends Recorder {

		@OnUserEvent("e")
		void on(Map<String, List<T>> payload) {
			this.received.add(payload);
		}

	}

	static class OrderMaps extends NestedHandler<Order> {

	}

	static class PageHandler<T> extends Recorder {

		@OnUserEvent("e")
		void on(Page<T> payload) {
			this.received.add(payload);
		}

	}

	static class OrderPages extends PageHandler<Order> {

	}

	static class WildcardHandler<T> extends Recorder {

		@OnUserEvent("e")
		void on(List<? extends T> payload) {
			this.received.add(payload);
		}

	}

	static class OrderWildcards extends WildcardHandler<Order> {

	}

	static class ArrayHandler<T> extends Recorder {

		@OnUserEvent("e")
		void on(List<T>[] payload) {
			this.received.add(payload);
		}

	}

	static class OrderArrays extends ArrayHandler<Order> {

	}

	static class PlainArrayHandler<T> extends Recorder {

		@OnUserEvent("e")
		void on(T[] payload) {
			this.received.add(payload);
		}

	}

	static class PlainOrderArrays extends PlainArrayHandler<Order> {

	}

	static class BoundedHandler<T extends Order> extends Recorder {

		@OnUserEvent("e")
		void on(T payload) {
			this.received.add(payload);
		}

	}

	static class GenericMethod extends Recorder {

		@OnUserEvent("e")
		<T> void on(T payload) {
			this.received.add(payload);
		}

	}

	static class RawList extends Recorder {

		@OnUserEvent("e")
		@SuppressWarnings("rawtypes")
		void on(List payload) {
			this.received.add(payload);
		}

	}

	static class WildcardList extends Recorder {

		@OnUserEvent("e")
		void on(List<?> payload) {
			this.received.add(payload);
		}

	}

	static class AnyObject extends Recorder {

		@OnUserEvent("e")
		void on(Object payload) {
			this.received.add(payload);
		}

	}

	static class AnyEvent extends Recorder {

		@OnUserEvent("e")
		void on(ApplicationEvent event) {
			this.received.add(event);
		}

	}

	interface Listener<T> {

		@OnUserEvent("e")
		void on(T payload);

	}

	static class InterfaceHandler extends Recorder implements Listener<Order> {

		@Override
		public void on(Order payload) {
			this.received.add(payload);
		}

	}

	interface DefaultListener<T> {

		List<Object> received();

		@OnUserEvent("e")
		default void on(T payload) {
			received().add(payload);
		}

	}

	static class DefaultMethodHandler extends Recorder implements DefaultListener<Order> {

		@Override
		public List<Object> received() {
			return this.received;
		}

	}

	interface LambdaListener<T> {

		@OnUserEvent("byLambda")
		void on(T payload);

	}

	interface BeanListener<T> {

		void take(T payload);

	}

	static class ByInterface<E> implements BeanListener<E> {

		private final Recorder recorder;

		ByInterface(Recorder recorder) {
			this.recorder = recorder;
		}

		@Override
		@OnUserEvent("byInterface")
		public void take(E payload) {
			this.recorder.received.add(payload);
		}

	}

	static class ByClass<T> {

		private final Recorder recorder;

		ByClass(Recorder recorder) {
			this.recorder = recorder;
		}

		@OnUserEvent("byClass")
		void on(T payload) {
			this.recorder.received.add(payload);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GenericBeans {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

		@Bean
		ByClass<Order> byClass(Recorder recorder) {
			return new ByClass<>(recorder);
		}

		@Bean
		BeanListener<Order> byInterface(Recorder recorder) {
			return new ByInterface<>(recorder);
		}

		@Bean
		LambdaListener<Order> byLambda(Recorder recorder) {
			return recorder.received::add;
		}

	}

}
