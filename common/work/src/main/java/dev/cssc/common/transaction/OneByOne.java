package dev.cssc.common.transaction;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import java.util.function.Function;

/** Several things, one after the other: those of one transaction, whose connection does one at a time, and what has an order. */
public final class OneByOne {
    private OneByOne() {}

    /** Does the work with each of them, in their order; the first that fails ends it. */
    public static <T> Uni<Void> each(Iterable<T> all, Function<T, Uni<?>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(one -> work.apply(one).replaceWithVoid())
                .collect()
                .last()
                .replaceWithVoid();
    }
}
