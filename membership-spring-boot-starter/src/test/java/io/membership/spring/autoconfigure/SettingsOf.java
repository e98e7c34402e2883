package io.membership.spring.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The settings of records of records, by their dotted names. */
final class SettingsOf {

	private SettingsOf() {
	}

	/** Names the settings that have the same value in both. */
	static List<String> leftAt(Record defaults, Record config) {
		List<String> same = new ArrayList<>();
		compare("", defaults, config, same);
		return same;
	}

	private static void compare(String prefix, Record defaults, Record config, List<String> same) {
		for (RecordComponent component : defaults.getClass().getRecordComponents()) {
			String name = prefix + component.getName();
			Object before = value(component, defaults);
			Object after = value(component, config);
			if (before instanceof Record group && after instanceof Record changed) {
				compare(name + ".", group, changed, same);
			}
			else if (Objects.deepEquals(before, after)) {
				same.add(name);
			}
		}
	}

	private static Object value(RecordComponent component, Record of) {
		try {
			return component.getAccessor().invoke(of);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
