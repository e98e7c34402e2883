package io.membership.spring.integration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.jayway.jsonpath.JsonPath;
import io.membership.catalog.ServiceCatalog;
import io.membership.cluster.Cluster;
import io.membership.spring.event.ServiceDeregisteredEvent;
import io.membership.spring.event.ServiceEvent;
import io.membership.spring.event.ServiceHealthChangedEvent;
import io.membership.spring.event.ServiceRegisteredEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Applications with real web servers that find each other over real sockets. */
class ServiceDiscoveryTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@AfterEach
	void closeAll() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void anApplicationFindsCallsAndLosesAnotherByItsName() throws Exception {
		ConfigurableApplicationContext shop = start("shop");
		ConfigurableApplicationContext stock = start("stock", join(shop), "--management.server.port=0",
				"--management.server.address=127.0.0.1", "--membership.services.registration.tags=blue");
		awaitCallable(shop, "stock", 1);

		assertThat(call(shop)).isEqualTo("stock " + port(stock));
		ServiceInstance instance = shop.getBean(DiscoveryClient.class).getInstances("stock").get(0);
		assertThat(instance.getPort()).isEqualTo(port(stock));
		assertThat(instance.getMetadata()).containsEntry("tags", "blue").containsKey("management.port");
		int managementPort = Integer.parseInt(instance.getMetadata().get("management.port"));
		assertThat(managementPort).isNotEqualTo(port(stock));
		assertThat(get(managementPort, "/actuator/health/liveness").statusCode()).isEqualTo(200);
		assertThat(instance.getInstanceId()).isEqualTo(stock.getBean(Registration.class).getInstanceId());

		AvailabilityChangeEvent.publish(stock, ReadinessState.REFUSING_TRAFFIC);
		awaitCallable(shop, "stock", 0);
		assertThat(shop.getBean(ServiceCatalog.class).instances("stock")).hasSize(1);
		AvailabilityChangeEvent.publish(stock, ReadinessState.ACCEPTING_TRAFFIC);
		awaitCallable(shop, "stock", 1);

		stock.close();
		assertThat(shop.getBean(ServiceCatalog.class).instances("stock")).isEmpty();
		Application heard = shop.getBean(Application.class);
		await("the event").until(() -> heard.of(ServiceDeregisteredEvent.class).size() == 1);
		assertThat(heard.of(ServiceRegisteredEvent.class)).extracting(ServiceEvent::getServiceName)
			.containsExactlyInAnyOrder("shop", "stock");
		assertThat(heard.of(ServiceHealthChangedEvent.class)).extracting(ServiceEvent::getServiceName)
			.contains("stock");
		assertThat(heard.of(HeartbeatEvent.class)).extracting(HeartbeatEvent::getValue)
			.doesNotHaveDuplicates()
			.hasSameSizeAs(heard.of(ServiceEvent.class));
		assertThat(heard.of(InstancePreRegisteredEvent.class)).hasSize(1);
		assertThat(heard.of(InstanceRegisteredEvent.class)).hasSize(1);
	}

	@Test
	void theEndpointShowsTheLocalServicesAndTheCatalogAndChangesOnlyTheFirst() throws Exception {
		ConfigurableApplicationContext shop = start("shop",
				"--management.endpoint.clusterservices.access=unrestricted");
		awaitCallable(shop, "shop", 1);
		int port = port(shop);
		String all = get(port, "/actuator/clusterservices").body();
		assertThat(JsonPath.<List<String>>read(all, "$.local.services[*].name")).containsExactly("shop");
		assertThat(JsonPath.<List<String>>read(all, "$.catalog.services[*].name")).containsExactly("shop");

		String path = "/actuator/clusterservices/local/extra";
		assertThat(post(port, path, "{\"name\":\"stock\",\"port\":8080,\"tags\":\"a,b\",\"metadata\":\"n=1,m=x=y\"}"))
			.isEqualTo(204);
		String local = get(port, "/actuator/clusterservices/local").body();
		assertThat(JsonPath.<List<String>>read(local, "$.services[*].id")).contains("extra");
		assertThat(JsonPath.<List<String>>read(local, "$.syncers[*].catalog")).containsExactly("gossip");
		assertThat(JsonPath.<String>read(get(port, path).body(), "$.metadata.m")).isEqualTo("x=y");
		await("the service in the catalog")
			.until(() -> get(port, "/actuator/clusterservices/catalog/stock").statusCode() == 200);
		String stock = get(port, "/actuator/clusterservices/catalog/stock").body();
		assertThat(JsonPath.<List<Map<String, Object>>>read(stock, "$.instances")).singleElement()
			.satisfies((instance) -> assertThat(instance).containsEntry("id", "extra")
				.containsEntry("address", "127.0.0.1")
				.containsEntry("port", 8080)
				.containsEntry("status", "passing")
				.containsEntry("stale", false)
				.containsEntry("tags", List.of("a", "b")));

		AvailabilityChangeEvent.publish(shop, ReadinessState.REFUSING_TRAFFIC);
		awaitCallable(shop, "shop", 0);
		assertThat(JsonPath.<List<?>>read(get(port, "/actuator/clusterservices/catalog/shop?passing=true").body(),
				"$.instances"))
			.isEmpty();
		assertThat(JsonPath.<List<?>>read(get(port, "/actuator/clusterservices/catalog?passing=true").body(),
				"$.services[*].instances[*]"))
			.hasSize(1);

		assertThat(delete(port, path)).isEqualTo(204);
		assertThat(delete(port, path)).isEqualTo(404);
		assertThat(delete(port, "/actuator/clusterservices/catalog/shop")).isEqualTo(404);
		assertThat(post(port, "/actuator/clusterservices/local/bad", "{\"port\":70000}")).isEqualTo(400);
		assertThat(post(port, "/actuator/clusterservices/local/bad", "{\"port\":1,\"metadata\":\"n\"}")).isEqualTo(400);
		assertThat(post(port, "/actuator/clusterservices/catalog/x", "{\"port\":1}")).isEqualTo(404);
		assertThat(get(port, "/actuator/clusterservices/else").statusCode()).isEqualTo(404);
		assertThat(get(port, "/actuator/clusterservices/catalog/unknown").statusCode()).isEqualTo(404);
	}

	@Test
	void theEndpointIsReadOnlyUnlessToldOtherwise() throws Exception {
		ConfigurableApplicationContext shop = start("shop");
		assertThat(get(port(shop), "/actuator/clusterservices/local").statusCode()).isEqualTo(200);
		assertThat(post(port(shop), "/actuator/clusterservices/local/extra", "{\"port\":8080}")).isIn(404, 405);
		assertThat(delete(port(shop), "/actuator/clusterservices/local/extra")).isIn(404, 405);
	}

	@Test
	void aConsulThatIsNotReachedMakesNeitherLivenessNorReadinessFail() throws Exception {
		ConfigurableApplicationContext shop = start("shop", "--membership.services.consul.url=http://127.0.0.1:1",
				"--membership.services.consul.timeout=200ms", "--management.metrics.enable.all=true");
		awaitCallable(shop, "shop", 1);
		await("a failed sync").until(() -> syncFailures(port(shop)) > 0);
		assertThat(get(port(shop), "/actuator/health/liveness").statusCode()).isEqualTo(200);
		assertThat(get(port(shop), "/actuator/health/readiness").statusCode()).isEqualTo(200);
		assertThat(get(port(shop), "/actuator/health").statusCode()).isEqualTo(200);
		String local = get(port(shop), "/actuator/clusterservices/local").body();
		assertThat(JsonPath.<Integer>read(local, "$.outOfSync")).isPositive();
		assertThat(JsonPath.<List<String>>read(local, "$.syncers[*].catalog")).containsExactly("gossip", "consul");
	}

	private double syncFailures(int port) throws IOException, InterruptedException {
		String path = "/actuator/metrics/membership.services.sync?tag=outcome:failure";
		HttpResponse<String> response = get(port, path);
		return (response.statusCode() == 200)
				? JsonPath.<List<Double>>read(response.body(), "$.measurements[?(@.statistic=='COUNT')].value").get(0)
				: 0;
	}

	private ConfigurableApplicationContext start(String name, String... arguments) {
		List<String> all = new ArrayList<>(
				List.of("--spring.application.name=" + name, "--server.port=0", "--server.address=127.0.0.1",
						"--membership.bind-address=127.0.0.1", "--membership.bind-port=0", "--membership.profile=local",
						"--membership.node-name=" + name + "-node", "--management.endpoints.web.exposure.include=*",
						"--spring.main.banner-mode=off", "--spring.jmx.enabled=false"));
		all.addAll(Arrays.asList(arguments));
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.run(all.toArray(String[]::new));
		this.contexts.add(0, context);
		return context;
	}

	private static String join(ConfigurableApplicationContext other) {
		return "--membership.join=127.0.0.1:"
				+ other.getBean(Cluster.class).memberlist().localMember().address().getPort();
	}

	private static int port(ConfigurableApplicationContext context) {
		return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
	}

	private static String call(ConfigurableApplicationContext shop) {
		return shop.getBean(RestClient.Builder.class)
			.build()
			.get()
			.uri("http://stock/who")
			.retrieve()
			.body(String.class);
	}

	private static void awaitCallable(ConfigurableApplicationContext context, String service, int instances) {
		await(instances + " instances of " + service)
			.until(() -> context.getBean(DiscoveryClient.class).getInstances(service).size() == instances);
	}

	private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(uri(port, path)).build(), HttpResponse.BodyHandlers.ofString());
	}

	private int post(int port, String path, String body) throws IOException, InterruptedException {
		return this.http
			.send(HttpRequest.newBuilder(uri(port, path))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(body))
				.build(), HttpResponse.BodyHandlers.ofString())
			.statusCode();
	}

	private int delete(int port, String path) throws IOException, InterruptedException {
		return this.http
			.send(HttpRequest.newBuilder(uri(port, path)).DELETE().build(), HttpResponse.BodyHandlers.ofString())
			.statusCode();
	}

	private static URI uri(int port, String path) {
		return URI.create("http://127.0.0.1:" + port + path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		private final Queue<ApplicationEvent> events = new ConcurrentLinkedQueue<>();

		private volatile String name = "";

		@Bean
		@LoadBalanced
		RestClient.Builder loadBalancedRestClientBuilder(RestClientBuilderConfigurer configurer) {
			return configurer.configure(RestClient.builder());
		}

		@GetMapping("/who")
		String who() {
			return this.name;
		}

		@EventListener
		void heard(ApplicationEvent event) {
			this.events.add(event);
			if (event instanceof InstanceRegisteredEvent<?>) {
				Registration registration = of(InstancePreRegisteredEvent.class).get(0).getRegistration();
				this.name = registration.getServiceId() + " " + registration.getPort();
			}
		}

		<T> List<T> of(Class<T> type) {
			return this.events.stream().filter(type::isInstance).map(type::cast).toList();
		}

	}

}
