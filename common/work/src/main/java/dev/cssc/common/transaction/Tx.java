package dev.cssc.common.transaction;

import dev.cssc.common.trace.TraceContext;
import org.hibernate.reactive.mutiny.Mutiny;

import java.util.ArrayList;
import java.util.List;

/**
 * An open transaction. Whatever must become true together takes the same one as its argument, so that it cannot be called outside of any.
 * Made by {@link Transactions} alone.
 */
public final class Tx {
    private final Mutiny.Session session;
    private final TraceContext trace;
    private final List<Runnable> afterCommit;

    Tx(Mutiny.Session session, TraceContext trace) {
        this(session, trace, new ArrayList<>());
    }

    private Tx(Mutiny.Session session, TraceContext trace, List<Runnable> afterCommit) {
        this.session = session;
        this.trace = trace;
        this.afterCommit = afterCommit;
    }

    /** The same transaction, for what belongs to another trace than what opened it. */
    public Tx following(TraceContext other) {
        return new Tx(session, other, afterCommit);
    }

    /** The Hibernate Reactive session that is bound to the transaction, for entities. */
    public Mutiny.Session session() {
        return session;
    }

    /** A statement that changes something, or answers nothing that is asked for. */
    public Mutiny.MutationQuery statement(String sql) {
        return session.createNativeQuery(sql);
    }

    /** A query of several columns. */
    public Mutiny.SelectionQuery<Object[]> rows(String sql) {
        return session.createNativeQuery(sql, Object[].class);
    }

    /** A query of one column, read as that type. */
    public <R> Mutiny.SelectionQuery<R> column(String sql, Class<R> type) {
        return session.createNativeQuery(sql, type);
    }

    /** What led to it: events and jobs that are written in it belong to that trace where nothing else is said. */
    public TraceContext trace() {
        return trace;
    }

    /** Has something done once the transaction is committed; never where it is rolled back. It must not block or fail. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }
}
