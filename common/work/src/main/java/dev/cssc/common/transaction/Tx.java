package dev.cssc.common.transaction;

import org.hibernate.reactive.mutiny.Mutiny;

import java.util.ArrayList;
import java.util.List;

/**
 * An open transaction. Whatever must become true together takes the same one as its argument, so that it cannot be called outside of any.
 * Made by {@link Transactions} alone.
 */
public final class Tx {
    private final Mutiny.Session session;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(Mutiny.Session session) {
        this.session = session;
    }

    /** The Hibernate Reactive session that is bound to the transaction. */
    public Mutiny.Session session() {
        return session;
    }

    /** Has something done once the transaction is committed; never where it is rolled back. It must not block or fail. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }
}
