package io.membership;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/**
 * Which top-level classes refer to which. A nested class counts as the class around it.
 */
final class ClassGraph {

	private final Map<String, Set<String>> targets = new TreeMap<>();

	/**
	 * Reads the graph of some classes; what they refer to outside of these is left out.
	 */
	ClassGraph(JavaClasses classes) {
		for (JavaClass origin : classes) {
			this.targets.computeIfAbsent(topLevel(origin), (name) -> new TreeSet<>());
		}
		for (JavaClass origin : classes) {
			for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
				String target = topLevel(dependency.getTargetClass().getBaseComponentType());
				if (this.targets.containsKey(target) && !target.equals(topLevel(origin))) {
					this.targets.get(topLevel(origin)).add(target);
				}
			}
		}
	}

	/**
	 * Returns the circles within a package: groups of classes of which each reaches every
	 * other one without leaving the package (its strongly connected components).
	 * @return the circles of at least two classes, the largest first
	 */
	List<Set<String>> circlesIn(String packageName) {
		List<Set<String>> circles = new ArrayList<>();
		Set<String> left = new TreeSet<>(this.targets.keySet());
		left.removeIf((name) -> !packageOf(name).equals(packageName));
		while (!left.isEmpty()) {
			String start = left.iterator().next();
			Set<String> circle = new TreeSet<>(Set.of(start));
			for (String other : reachableFrom(start)) {
				if (reachableFrom(other).contains(start)) {
					circle.add(other);
				}
			}
			left.removeAll(circle);
			if (circle.size() > 1) {
				circles.add(circle);
			}
		}
		circles.sort(Comparator.comparing((Set<String> circle) -> circle.size()).reversed());
		return circles;
	}

	/** Returns the other classes that refer to a class of the graph, in any package. */
	Set<String> referrersTo(String name) {
		if (!this.targets.containsKey(name)) {
			throw new IllegalArgumentException("There is no class " + name);
		}
		Set<String> referrers = new TreeSet<>(this.targets.keySet());
		referrers.removeIf((origin) -> !this.targets.get(origin).contains(name));
		return referrers;
	}

	private Set<String> reachableFrom(String start) {
		Set<String> reached = new TreeSet<>();
		Deque<String> open = new ArrayDeque<>(Set.of(start));
		while (!open.isEmpty()) {
			for (String next : this.targets.getOrDefault(open.remove(), Collections.emptySet())) {
				if (packageOf(next).equals(packageOf(start)) && reached.add(next)) {
					open.add(next);
				}
			}
		}
		return reached;
	}

	private static String packageOf(String className) {
		return className.substring(0, className.lastIndexOf('.'));
	}

	private static String topLevel(JavaClass javaClass) {
		JavaClass outer = javaClass;
		while (outer.getEnclosingClass().isPresent()) {
			outer = outer.getEnclosingClass().get();
		}
		return outer.getName();
	}

}
