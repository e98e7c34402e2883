package io.membership.sample.shop;

import java.util.List;

import io.membership.sample.shop.StockClient.Stock;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Offers and sells items. */
@RestController
class ShopController {

	private final StockClient stockClient;

	private final DiscoveryClient discoveryClient;

	ShopController(StockClient stockClient, DiscoveryClient discoveryClient) {
		this.stockClient = stockClient;
		this.discoveryClient = discoveryClient;
	}

	@GetMapping("/offers/{item}")
	Stock offer(@PathVariable String item) {
		return this.stockClient.stock(item);
	}

	@PostMapping("/orders/{item}")
	Stock order(@PathVariable String item) {
		return this.stockClient.reserve(item);
	}

	/** Returns the instances that currently receive calls. */
	@GetMapping("/instances")
	List<String> instances() {
		return this.discoveryClient.getInstances("stock").stream().map(ShopController::name).sorted().toList();
	}

	private static String name(ServiceInstance instance) {
		return instance.getServiceId() + ":" + instance.getPort();
	}

}
