package io.membership.sample.stock;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers requests for items, and names the instance that answered. */
@RestController
class StockController {

	private static final int INITIALLY = 1000;

	private final Map<String, Integer> available = new ConcurrentHashMap<>();

	private final Duration work;

	private volatile int port;

	StockController(@Value("${stock.work}") Duration work) {
		this.work = work;
	}

	@EventListener
	void listening(WebServerInitializedEvent event) {
		this.port = event.getWebServer().getPort();
	}

	@GetMapping("/items/{item}")
	Stock stock(@PathVariable String item) throws InterruptedException {
		work();
		return answer(item, this.available.getOrDefault(item, INITIALLY));
	}

	@PostMapping("/items/{item}/reservations")
	Stock reserve(@PathVariable String item) throws InterruptedException {
		work();
		return answer(item, this.available.merge(item, INITIALLY - 1, (now, ignored) -> Math.max(0, now - 1)));
	}

	private Stock answer(String item, int number) {
		return new Stock(item, number, "stock:" + this.port);
	}

	/** Simulates the duration of a real call. */
	private void work() throws InterruptedException {
		Thread.sleep(this.work.toMillis());
	}

}
