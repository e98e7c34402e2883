package io.membership.catalog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.membership.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks by HTTP and TCP. Follows no redirect, reads only the beginning of a body,
 * and gives up when the time-out of the check has passed, however slowly the peer sends.
 */
final class SocketCheckProbe implements CheckProbe {

	private static final int MAX_BODY_BYTES = 4096;

	private static final int TOO_MANY_REQUESTS = 429;

	private final Executor executor;

	private volatile @Nullable HttpClient client;

	SocketCheckProbe(Executor executor) {
		this.executor = executor;
	}

	@Override
	public void probe(CheckDefinition check, Consumer<Finding> found) {
		if (check instanceof CheckDefinition.Http http) {
			probe(http, found);
		}
		else if (check instanceof CheckDefinition.Tcp tcp) {
			found.accept(probe(tcp));
		}
	}

	private void probe(CheckDefinition.Http check, Consumer<Finding> found) {
		HttpRequest request = HttpRequest.newBuilder(check.url())
			.timeout(check.timeout())
			.header("User-Agent", "membership-health-check")
			.GET()
			.build();
		CompletableFuture<HttpResponse<String>> sent = client().sendAsync(request, (info) -> new Beginning());
		// the request's own time-out ends with the header; the copy leaves the request
		// itself to be cancelled
		sent.copy().orTimeout(check.timeout().toMillis(), TimeUnit.MILLISECONDS).whenComplete((response, failure) -> {
			if (failure != null) {
				sent.cancel(true);
				Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
				found.accept(new Finding(HealthStatus.CRITICAL, text(cause)));
			}
			else {
				found.accept(new Finding(verdict(response.statusCode()),
						"HTTP " + response.statusCode() + ": " + SafeText.of(response.body())));
			}
		});
	}

	private static HealthStatus verdict(int code) {
		if (code >= 200 && code < 300) {
			return HealthStatus.PASSING;
		}
		return (code == TOO_MANY_REQUESTS) ? HealthStatus.WARNING : HealthStatus.CRITICAL;
	}

	private static Finding probe(CheckDefinition.Tcp check) {
		try (Socket socket = new Socket()) {
			int timeout = (int) Math.min(Integer.MAX_VALUE, Math.max(1, check.timeout().toMillis()));
			socket.connect(new InetSocketAddress(check.host(), check.port()), timeout);
			return new Finding(HealthStatus.PASSING, "connected");
		}
		catch (IOException ex) {
			return new Finding(HealthStatus.CRITICAL, text(ex));
		}
	}

	private static String text(Throwable cause) {
		return SafeText.of(cause.getClass().getSimpleName() + ": " + cause.getMessage());
	}

	private HttpClient client() {
		HttpClient current = this.client;
		if (current == null) {
			current = HttpClient.newBuilder()
				.followRedirects(HttpClient.Redirect.NEVER)
				.version(HttpClient.Version.HTTP_1_1)
				.executor(this.executor)
				.build();
			this.client = current;
		}
		return current;
	}

	/** Reads the beginning of a body and discards the rest. */
	private static final class Beginning implements HttpResponse.BodySubscriber<String> {

		private final CompletableFuture<String> body = new CompletableFuture<>();

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private Flow.@Nullable Subscription subscription;

		@Override
		public CompletionStage<String> getBody() {
			return this.body;
		}

		@Override
		public void onSubscribe(Flow.Subscription given) {
			this.subscription = given;
			given.request(1);
		}

		@Override
		public void onNext(List<ByteBuffer> buffers) {
			for (ByteBuffer buffer : buffers) {
				int wanted = Math.min(buffer.remaining(), MAX_BODY_BYTES - this.bytes.size());
				byte[] part = new byte[wanted];
				buffer.get(part);
				this.bytes.writeBytes(part);
			}
			Flow.Subscription current = this.subscription;
			if (current == null) {
				return;
			}
			if (this.bytes.size() >= MAX_BODY_BYTES) {
				current.cancel();
				onComplete();
			}
			else {
				current.request(1);
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.body.completeExceptionally(failure);
		}

		@Override
		public void onComplete() {
			this.body.complete(this.bytes.toString(StandardCharsets.UTF_8));
		}

	}

}
