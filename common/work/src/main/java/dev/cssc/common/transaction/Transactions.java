package dev.cssc.common.transaction;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.trace.TraceContext;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.MDC;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Opens transactions. Panache operations inside the work join the same one. */
@ApplicationScoped
public class Transactions {

    /**
     * Runs the work in a transaction that belongs to the trace of the caller; otherwise as {@link #inTransaction(TraceContext, Function)}.
     */
    public <T> Uni<T> inTransaction(Function<Tx, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> inTransaction(TraceContext.current(), work));
    }

    /**
     * Runs the work in a transaction and commits it; rolls back where the work fails. To be subscribed on a Vert.x context (REST endpoints
     * that return {@code Uni} and message consumers are on one).
     *
     * @param trace what leads to the transaction
     */
    public <T> Uni<T> inTransaction(TraceContext trace, Function<Tx, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            List<Tx> opened = new ArrayList<>(1);
            return Panache.withTransaction(() -> Panache.getSession().flatMap(session -> {
                        Tx tx = new Tx(session, trace);
                        opened.add(tx);
                        return work.apply(tx);
                    }))
                    .invoke(() -> opened.forEach(Tx::committed));
        });
    }

    /**
     * The same, for a thread that may block: waits for the commit.
     *
     * @throws FailureException or another runtime exception that the work ended with
     */
    public <T> T await(Function<Tx, Uni<T>> work) {
        try {
            // The work runs in another thread; what it logs and writes belongs to the same job.
            TraceContext trace = TraceContext.current();
            Map<String, Object> fields = Optional.ofNullable(MDC.getMap()).orElse(Map.of());
            return VertxContextSupport.subscribeAndAwait(() -> {
                fields.forEach(MDC::put);
                return inTransaction(trace, work);
            });
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("transaction failed: " + e.getMessage(), e);
        }
    }
}
