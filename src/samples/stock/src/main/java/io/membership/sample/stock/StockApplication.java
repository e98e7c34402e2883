package io.membership.sample.stock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Knows the stock of items. Other applications find it as {@code stock}, only because of
 * {@code spring.application.name}.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class StockApplication {

	/**
	 * Starts the application.
	 * @param args the properties to set, as {@code --name=value}
	 */
	public static void main(String[] args) {
		SpringApplication.run(StockApplication.class, args);
	}

}
