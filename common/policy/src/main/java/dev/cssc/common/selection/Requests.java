package dev.cssc.common.selection;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Waits for many slow answers at once: a fixed number of requests to registries is under way, however many repositories want one. Closing
 * it interrupts what is still under way.
 */
final class Requests implements AutoCloseable {
    /** Questions that are waiting beyond those under way, for each of them; enough to keep all busy. */
    private static final int AHEAD = 4;

    private final int concurrency;
    private final ExecutorService requests;
    private final ExecutorService repositories =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());

    Requests(int concurrency) {
        this.concurrency = concurrency;
        requests = Executors.newFixedThreadPool(concurrency, Thread.ofVirtual().factory());
    }

    /** Asks one question. */
    <A> A one(Callable<A> question) {
        return answer(requests.submit(question));
    }

    /** The answers in the order of the questions. */
    <Q, A> List<A> all(Collection<Q> questions, Function<Q, A> ask) {
        List<A> answers = new ArrayList<>(questions.size());
        inOrder(requests, questions, AHEAD * concurrency, ask, answers::add);
        return answers;
    }

    /** Does long work, made of requests, for each element; gives the results to the sink in order, in the calling thread. */
    <Q, A> void each(Collection<Q> elements, int atOnce, Function<Q, A> work, Consumer<A> sink) {
        inOrder(repositories, elements, atOnce, work, sink);
    }

    private static <Q, A> void inOrder(
            ExecutorService threads, Collection<Q> questions, int atOnce, Function<Q, A> ask, Consumer<A> sink) {
        Deque<Future<A>> underWay = new ArrayDeque<>();
        Iterator<Q> rest = questions.iterator();
        while (rest.hasNext() || !underWay.isEmpty()) {
            while (rest.hasNext() && underWay.size() < atOnce) {
                Q question = rest.next();
                underWay.add(threads.submit(() -> ask.apply(question)));
            }
            sink.accept(answer(underWay.remove()));
        }
    }

    private static <A> A answer(Future<A> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException unchecked
                    ? unchecked
                    : new IllegalStateException("selecting images", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(ReasonCode.SHUTTING_DOWN, "selecting images was interrupted")
                    .toException(e);
        }
    }

    @Override
    public void close() {
        repositories.shutdownNow();
        requests.shutdownNow();
    }
}
