package io.membership.sample.stock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Knows how many of an item there are. Others find it as {@code stock}: nothing in this
 * application says so but {@code spring.application.name}.
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
