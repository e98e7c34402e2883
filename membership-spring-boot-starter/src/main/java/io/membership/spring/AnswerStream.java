package io.membership.spring;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.membership.cluster.PendingQuery;
import io.membership.cluster.QueryAnswer;
import io.membership.cluster.QueryListener;
import org.jspecify.annotations.Nullable;

/** An iterator over answers that blocks the reading thread until the next one arrives. */
final class AnswerStream implements QueryListener, Iterator<QueryAnswer> {

	/** An empty value marks the end. */
	private final BlockingQueue<Optional<QueryAnswer>> queue = new LinkedBlockingQueue<>();

	private @Nullable QueryAnswer next;

	private boolean ended;

	@Override
	public void answered(QueryAnswer answer) {
		this.queue.add(Optional.of(answer));
	}

	@Override
	public void closed() {
		this.queue.add(Optional.empty());
	}

	Stream<QueryAnswer> stream(PendingQuery pending) {
		// a query that cannot be sent is never closed
		pending.result().whenComplete((result, failure) -> {
			if (failure != null) {
				closed();
			}
		});
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL), false)
			.onClose(() -> {
				pending.cancel();
				closed();
			});
	}

	@Override
	public boolean hasNext() {
		if (this.next == null && !this.ended) {
			try {
				this.next = this.queue.take().orElse(null);
				this.ended = this.next == null;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				this.ended = true;
			}
		}
		return this.next != null;
	}

	@Override
	public QueryAnswer next() {
		if (!hasNext() || this.next == null) {
			throw new NoSuchElementException();
		}
		QueryAnswer answer = this.next;
		this.next = null;
		return answer;
	}

}
