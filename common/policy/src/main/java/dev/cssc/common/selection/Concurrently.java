package dev.cssc.common.selection;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Waits for many slow answers at once. */
final class Concurrently {
    private Concurrently() {}

    /** The answers in the order of the questions, at most {@code concurrency} at once; the first failure ends it. */
    static <Q, A> List<A> map(List<Q> questions, Function<Q, A> answer, int concurrency) {
        ExecutorService threads =
                Executors.newFixedThreadPool(concurrency, Thread.ofVirtual().factory());
        try {
            List<Future<A>> pending = new ArrayList<>();
            questions.forEach(question -> pending.add(threads.submit(() -> answer.apply(question))));
            List<A> answers = new ArrayList<>();
            for (Future<A> future : pending) {
                answers.add(future.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException unchecked
                    ? unchecked
                    : new IllegalStateException("selecting images", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(ReasonCode.SHUTTING_DOWN, "selecting images was interrupted")
                    .toException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
