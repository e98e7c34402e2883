package io.membership.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Adds the members of a test with {@link AutoConfigureMembership} to its context. */
final class TestClusterContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> attributes) {
		AutoConfigureMembership wanted = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				AutoConfigureMembership.class);
		return (wanted != null) ? new Customizer(wanted.members()) : null;
	}

	/** A record, so that tests with the same number of members share a context. */
	private record Customizer(int members) implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
			BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
			registry.registerBeanDefinition("membershipTestTransports",
					new RootBeanDefinition(SeparableTransports.class));
			registry.registerBeanDefinition("membershipTestEvents", new RootBeanDefinition(ClusterEvents.class));
			RootBeanDefinition cluster = new RootBeanDefinition(TestCluster.class);
			cluster.getConstructorArgumentValues().addIndexedArgumentValue(0, this.members);
			cluster.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
			registry.registerBeanDefinition("membershipTestCluster", cluster);
		}

	}

}
