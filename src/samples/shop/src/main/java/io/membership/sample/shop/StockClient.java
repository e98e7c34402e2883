package io.membership.sample.shop;

import java.util.Objects;

import org.springframework.web.client.RestClient;

/** Calls the application {@code stock}. */
class StockClient {

	private final RestClient restClient;

	StockClient(RestClient restClient) {
		this.restClient = restClient;
	}

	Stock stock(String item) {
		return Objects.requireNonNull(this.restClient.get().uri("/items/{item}", item).retrieve().body(Stock.class));
	}

	Stock reserve(String item) {
		return Objects.requireNonNull(
				this.restClient.post().uri("/items/{item}/reservations", item).retrieve().body(Stock.class));
	}

	/**
	 * The answer of {@code stock}.
	 *
	 * @param item name of the item
	 * @param available number in stock
	 * @param servedBy the instance that answered
	 */
	record Stock(String item, int available, String servedBy) {

	}

}
