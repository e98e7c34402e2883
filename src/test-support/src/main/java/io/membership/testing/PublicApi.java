package io.membership.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/**
 * The API of a module: its public types, but for those that are marked as internal.
 */
public final class PublicApi {

	private static final String INTERNAL = "io.membership.Internal";

	private final String root;

	private final JavaClasses classes;

	private PublicApi(String root) {
		this.root = root;
		this.classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
			.withImportOption((location) -> !location.contains("/io/membership/testing/"))
			.importPackages(root);
	}

	/**
	 * Reads the API of the module whose classes are in a folder of the class path.
	 * @param root the package that contains all packages of the module
	 * @return the API
	 */
	public static PublicApi of(String root) {
		return new PublicApi(root);
	}

	/**
	 * Returns the names of the top-level types.
	 * @return the names, sorted
	 */
	public List<String> types() {
		return offered().filter((type) -> type.getEnclosingClass().isEmpty()).map(JavaClass::getName).sorted().toList();
	}

	/**
	 * Returns the members of the API whose signature shows a type that is no API.
	 * @return each member with each such type, sorted
	 */
	public Set<String> leaks() {
		Set<String> leaks = new TreeSet<>();
		offered().forEach((type) -> type.getMembers()
			.stream()
			.filter((member) -> isOffered(type, member))
			.forEach((member) -> member.getAllInvolvedRawTypes()
				.stream()
				.filter((shown) -> !isOffered(shown))
				.forEach((shown) -> leaks.add(member.getFullName() + " shows " + shown.getName()))));
		return leaks;
	}

	/**
	 * Reads a list of types, one in each line; lines with {@code #} are comments.
	 * @param resource path of the list on the class path
	 * @return the lines
	 */
	public static List<String> listed(String resource) {
		try (InputStream in = PublicApi.class.getResourceAsStream(resource)) {
			if (in == null) {
				throw new IllegalStateException(resource + " is not on the class path");
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Stream<JavaClass> offered() {
		return this.classes.stream().filter(this::isOffered);
	}

	/**
	 * Returns whether applications may use the type: it and all enclosing types are
	 * public, and none is internal. Types of other modules count as usable unless they
	 * are internal.
	 */
	private boolean isOffered(JavaClass type) {
		JavaClass base = type.getBaseComponentType();
		if (!base.getPackageName().startsWith("io.membership")) {
			return true;
		}
		return base.getModifiers().contains(JavaModifier.PUBLIC) && !base.isAnnotatedWith(INTERNAL)
				&& !base.getPackage().isAnnotatedWith(INTERNAL)
				&& base.getEnclosingClass().map(this::isOffered).orElse(true);
	}

	private static boolean isOffered(JavaClass type, JavaMember member) {
		Set<JavaModifier> modifiers = member.getModifiers();
		if (modifiers.contains(JavaModifier.SYNTHETIC) || modifiers.contains(JavaModifier.BRIDGE)) {
			return false;
		}
		return modifiers.contains(JavaModifier.PUBLIC) || (modifiers.contains(JavaModifier.PROTECTED)
				&& !type.getModifiers().contains(JavaModifier.FINAL) && !type.isRecord());
	}

	@Override
	public String toString() {
		return "API of " + this.root;
	}

}
