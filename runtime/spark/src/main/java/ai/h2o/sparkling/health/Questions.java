package ai.h2o.sparkling.health;

import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks one whom somebody looks after, one question at a time. Used by one thread.
 *
 * @param <A> an answer
 */
final class Questions<A> {
    private final Supplier<CompletableFuture<A>> ask;
    private final Consumer<A> answered;
    private CompletableFuture<A> pending;

    /**
     * @param ask asks once; what it gives has a deadline
     * @param answered told of each answer
     */
    Questions(Supplier<CompletableFuture<A>> ask, Consumer<A> answered) {
        this.ask = ask;
        this.answered = answered;
    }

    /**
     * Whether there was a sign of life since the last look. A refusal is one: where the node has ended, its process goes on, and of a process
     * that has ended Spark tells. Asks again when the last question has had its answer or its time.
     */
    boolean look() {
        boolean alive = pending != null && pending.isDone() && take();
        if (pending == null || pending.isDone()) {
            pending = ask.get();
        }
        return alive;
    }

    private boolean take() {
        try {
            answered.accept(pending.join());
            return true;
        } catch (CompletionException e) {
            return !(e.getCause() instanceof HttpTimeoutException || e.getCause() instanceof TimeoutException);
        }
    }
}
