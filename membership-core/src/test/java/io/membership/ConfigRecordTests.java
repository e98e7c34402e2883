package io.membership;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ReconnectTimeoutOverride;
import io.membership.gossip.CidrBlock;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.SeedProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every setting has a wither, which changes that setting and no other. */
class ConfigRecordTests {

	@ParameterizedTest
	@MethodSource
	void aWitherChangesItsOwnSettingOnly(Record config) throws ReflectiveOperationException {
		for (RecordComponent component : config.getClass().getRecordComponents()) {
			Record changed = with(config, component);
			for (RecordComponent other : config.getClass().getRecordComponents()) {
				boolean same = Objects.deepEquals(value(other, changed), value(other, config));
				assertThat(same).as("%s after a change of %s", other, component.getName())
					.isEqualTo(!other.getName().equals(component.getName()));
			}
		}
	}

	static Stream<Record> aWitherChangesItsOwnSettingOnly() {
		return Stream.concat(groups(MemberlistConfig.lan("a")), groups(ClusterConfig.of(MemberlistConfig.lan("a"))))
			.distinct();
	}

	private static Stream<Record> groups(Record config) {
		Stream<Record> nested = Stream.of(config.getClass().getRecordComponents())
			.map((component) -> value(component, config))
			.filter((value) -> value instanceof Record)
			.flatMap((value) -> groups((Record) value));
		return Stream.concat(Stream.of(config), nested);
	}

	private static Record with(Record config, RecordComponent component) throws ReflectiveOperationException {
		String name = component.getName();
		String wither = "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
		if (component.getType().isRecord()) {
			UnaryOperator<Record> change = (group) -> {
				try {
					return with(group, group.getClass().getRecordComponents()[0]);
				}
				catch (ReflectiveOperationException ex) {
					throw new IllegalStateException(ex);
				}
			};
			return (Record) config.getClass().getMethod(wither, UnaryOperator.class).invoke(config, change);
		}
		Method method = config.getClass().getMethod(wither, component.getType());
		return (Record) method.invoke(config, another(component.getType(), value(component, config)));
	}

	private static Object another(Class<?> type, Object value) throws ReflectiveOperationException {
		if (type == boolean.class) {
			return !((Boolean) value);
		}
		if (type == int.class) {
			return (Integer) value + 1;
		}
		if (type == long.class) {
			return (Long) value + 1;
		}
		if (type == Duration.class) {
			return ((Duration) value).plusSeconds(1);
		}
		Map<Class<?>, Object> others = Map.of(String.class, "other", byte[].class, new byte[] { 1 }, InetAddress.class,
				InetAddress.getLoopbackAddress(), Set.class, Set.of("other"), List.class,
				List.of(CidrBlock.parse("10.0.0.0/8")), Keyring.class, Keyring.of(List.of(new byte[16])),
				SeedProvider.class, (SeedProvider) List::of, Map.class, Map.of("other", "value"), Path.class,
				Path.of("other"), ReconnectTimeoutOverride.class, (ReconnectTimeoutOverride) (member, usual) -> usual);
		return Objects.requireNonNull(others.get(type), () -> "no other value of " + type);
	}

	private static Object value(RecordComponent component, Record config) {
		try {
			return component.getAccessor().invoke(config);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
