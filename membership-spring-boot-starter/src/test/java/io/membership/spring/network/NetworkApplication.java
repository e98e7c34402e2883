package io.membership.spring.network;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.membership.Addresses;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.Member;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application that prints the members which it sees, and those among them that answer
 * its ping by UDP and its call of their service by HTTP, at every change.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class NetworkApplication {

	/** Begins a line with the view of the application. */
	static final String VIEW = "VIEW ";

	/** Follows the address of a member that answers both ways. */
	static final String REACHED = "+";

	private static final Duration LIMIT = Duration.ofSeconds(2);

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

	private final Set<String> pinged = new HashSet<>();

	private final Map<String, String> called = new HashMap<>();

	private final ObjectProvider<Cluster> cluster;

	private String last = "";

	NetworkApplication(ObjectProvider<Cluster> cluster) {
		this.cluster = cluster;
	}

	public static void main(String[] arguments) {
		SpringApplication.run(NetworkApplication.class, arguments);
	}

	@Bean
	ApplicationRunner watcher(Cluster cluster, DiscoveryClient services) {
		return (arguments) -> {
			Thread thread = new Thread(() -> watch(cluster, services), "watch");
			thread.setDaemon(true);
			thread.start();
		};
	}

	@GetMapping("/name")
	String name() {
		return this.cluster.getObject().config().memberlist().name();
	}

	private void watch(Cluster cluster, DiscoveryClient services) {
		try {
			while (true) {
				print(cluster, services);
				TimeUnit.MILLISECONDS.sleep(100);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void print(Cluster cluster, DiscoveryClient services) throws InterruptedException {
		List<ServiceInstance> instances = services.getInstances("demo");
		Set<String> view = new TreeSet<>();
		for (ClusterMember member : cluster.members()) {
			if (member.isPresent()) {
				String text = member.name() + "@" + Addresses.format(member.address());
				view.add(text + (isPinged(cluster, text, member) && isCalled(instances, member) ? REACHED : ""));
			}
		}
		String line = String.join(" ", view);
		if (!line.equals(this.last)) {
			this.last = line;
			System.out.println(VIEW + line);
		}
	}

	private boolean isPinged(Cluster cluster, String text, ClusterMember member) {
		if (member.name().equals(cluster.config().memberlist().name()) || this.pinged.contains(text)) {
			return true;
		}
		try {
			Member target = cluster.memberlist().member(member.name()).orElseThrow();
			cluster.memberlist().ping(target).join();
			this.pinged.add(text);
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	/**
	 * The service answers with the name of its member, so a caller has reached that one.
	 */
	private boolean isCalled(List<ServiceInstance> instances, ClusterMember member) throws InterruptedException {
		for (ServiceInstance instance : instances) {
			String uri = instance.getUri().toString();
			if (!this.called.containsKey(uri)) {
				call(uri);
			}
			if (member.name().equals(this.called.get(uri))) {
				return true;
			}
		}
		return false;
	}

	private void call(String uri) throws InterruptedException {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(uri + "/name")).timeout(LIMIT).build();
			HttpResponse<String> response = this.http.send(request, HttpResponse.BodyHandlers.ofString());
			this.called.put(uri, response.body());
		}
		catch (IOException ex) {
			System.out.println("The call of " + uri + " has failed: " + ex);
		}
	}

}
