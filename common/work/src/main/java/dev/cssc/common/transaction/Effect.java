package dev.cssc.common.transaction;

import io.smallrye.mutiny.Uni;

/** Something that becomes true with the transaction it is applied in, or not at all. May be applied more than once where a commit is retried. */
@FunctionalInterface
public interface Effect {
    /** Does it within the transaction. */
    Uni<Void> apply(Tx tx);

    /** Nothing. */
    static Effect none() {
        return tx -> Uni.createFrom().voidItem();
    }

    /** This, then the other. */
    default Effect then(Effect next) {
        return tx -> apply(tx).chain(() -> next.apply(tx));
    }
}
