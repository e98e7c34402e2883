package io.membership;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * States which packages are API and which types they offer. {@code public-api.txt} lists
 * the public types: a change of the API shows as a change of that file.
 */
class PublicApiTests {

	/** Packages that only this project uses, although some of their types are public. */
	private static final Set<String> INTERNAL = Set.of("io.membership.wire");

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.membership");

	@Test
	void thePublicTypesAreThoseThatTheListNames() throws IOException {
		List<String> offered = api().filter((type) -> type.getEnclosingClass().isEmpty())
			.map(JavaClass::getName)
			.sorted()
			.toList();
		assertThat(offered).isEqualTo(listed());
	}

	@Test
	void noSignatureOfTheApiShowsAnInternalType() {
		Set<String> leaks = new TreeSet<>();
		api().forEach((type) -> type.getMembers()
			.stream()
			.filter((member) -> isOffered(type, member))
			.forEach((member) -> shown(member).filter((seen) -> !isOffered(seen))
				.forEach((seen) -> leaks.add(member.getFullName() + " shows " + seen.getName()))));
		assertThat(leaks).isEmpty();
	}

	private static Stream<JavaClass> api() {
		return classes.stream().filter(PublicApiTests::isOffered);
	}

	/**
	 * Whether an application can name the type: it and all that enclose it are public.
	 */
	private static boolean isOffered(JavaClass type) {
		JavaClass base = type.getBaseComponentType();
		if (!base.getPackageName().startsWith("io.membership")) {
			return true;
		}
		return base.getModifiers().contains(JavaModifier.PUBLIC) && !INTERNAL.contains(base.getPackageName())
				&& base.getEnclosingClass().map(PublicApiTests::isOffered).orElse(true);
	}

	private static boolean isOffered(JavaClass type, JavaMember member) {
		Set<JavaModifier> modifiers = member.getModifiers();
		if (modifiers.contains(JavaModifier.SYNTHETIC) || modifiers.contains(JavaModifier.BRIDGE)) {
			return false;
		}
		return modifiers.contains(JavaModifier.PUBLIC) || (modifiers.contains(JavaModifier.PROTECTED)
				&& !type.getModifiers().contains(JavaModifier.FINAL) && !type.isRecord());
	}

	/** The types in the signature of a method, a constructor or a field. */
	private static Stream<JavaClass> shown(JavaMember member) {
		return member.getAllInvolvedRawTypes().stream().sorted(Comparator.comparing(JavaClass::getName));
	}

	private static List<String> listed() throws IOException {
		try (InputStream in = PublicApiTests.class.getResourceAsStream("/public-api.txt")) {
			assertThat(in).as("public-api.txt in the test resources").isNotNull();
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.collect(Collectors.toList());
		}
	}

}
