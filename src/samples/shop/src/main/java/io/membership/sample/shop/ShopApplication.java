package io.membership.sample.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

/**
 * Sells the items of the application {@code stock}. The addresses and the number of its
 * instances are not configured anywhere.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class ShopApplication {

	/**
	 * Starts the application.
	 * @param args the properties to set, as {@code --name=value}
	 */
	public static void main(String[] args) {
		SpringApplication.run(ShopApplication.class, args);
	}

	/** With {@code @LoadBalanced}, the host of a URL is the name of an application. */
	@Bean
	@LoadBalanced
	RestClient.Builder loadBalancedRestClientBuilder(RestClientBuilderConfigurer configurer) {
		return configurer.configure(RestClient.builder());
	}

	@Bean
	StockClient stockClient(RestClient.Builder builder) {
		return new StockClient(builder.baseUrl("http://stock").build());
	}

}
