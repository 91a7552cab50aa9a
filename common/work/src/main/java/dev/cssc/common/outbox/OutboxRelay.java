package dev.cssc.common.outbox;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.trace.TraceContext;
import dev.cssc.common.transaction.OneByOne;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jboss.logging.Logger;

import java.util.List;

/**
 * The whole promise of "at least once", top to bottom. In one transaction: take the lock that makes one relay of all replicas work at a
 * time, read the oldest rows, send them in order, wait for Kafka's acknowledgement, delete them, commit. A crash anywhere before the commit
 * sends them again with the same ids. A row that Kafka will never take is parked, so that it blocks no other,
 * and the image that waits for it is ended as failed.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private static final String LOCK =
            "select pg_try_advisory_xact_lock(hashtextextended(current_schema() || '.outbox', 0))";

    private static final String OLDEST = """
            select seq, cast(id as text), topic, key, type, value, coalesce(traceparent, ''), coalesce(tracestate, '')
            from outbox
            where parked is null order by seq limit :batch
            """;

    private static final String DELETE =
            "delete from outbox where seq = any (cast(string_to_array(:seqs, ',') as bigint[]))";

    private static final String PARK = "update outbox set parked = :why where seq = :seq";

    private final Transactions transactions;
    private final EventSender sender;
    private final Undelivered undelivered;
    private final RelayConfig config;

    OutboxRelay(Transactions transactions, EventSender sender, Undelivered undelivered, RelayConfig config) {
        this.transactions = transactions;
        this.sender = sender;
        this.undelivered = undelivered;
        this.config = config;
    }

    /** What one round did. */
    public sealed interface Round {
        /** So many events were acknowledged by Kafka and deleted here. */
        record Sent(int events) implements Round {}

        /** There was nothing to send. */
        record Idle() implements Round {}

        /** Another replica is sending. */
        record Busy() implements Round {}

        /** Kafka will never take the row of this number; it was put aside with the reason. */
        record Parked(long seq) implements Round {}
    }

    /**
     * One round. Blocks until Kafka acknowledged.
     *
     * @throws RuntimeException where database or Kafka are out of reach; nothing is lost then
     */
    public Round relayOnce() {
        return transactions.await(tx -> locked(tx)
                .flatMap(locked -> locked ? send(tx) : Uni.createFrom().item(new Round.Busy())));
    }

    private static Uni<Boolean> locked(Tx tx) {
        return tx.column(LOCK, Boolean.class).getSingleResult();
    }

    private Uni<Round> send(Tx tx) {
        return tx.rows(OLDEST)
                .setParameter("batch", config.batch())
                .getResultList()
                .map(rows -> rows.stream().map(OutboxRelay::row).toList())
                .flatMap(rows -> rows.isEmpty() ? Uni.createFrom().item(new Round.Idle()) : sendAll(tx, rows));
    }

    private Uni<Round> sendAll(Tx tx, List<OutboxRow> rows) {
        // Kafka answers on its own threads; the session belongs to this context.
        Context context = Vertx.currentContext();
        return Multi.createFrom()
                .iterable(rows)
                // All at once: the idempotent producer keeps the order of what is under way.
                .onItem()
                .transformToUni(row -> sender.send(row)
                        .replaceWith(Acknowledgement.taken(row))
                        .onFailure(OutboxRelay::isFinal)
                        .recoverWithItem(e -> Acknowledgement.refused(row, e)))
                .merge(rows.size())
                .collect()
                .asList()
                .emitOn(task -> context.runOnContext(ignored -> task.run()))
                .flatMap(answers -> settle(tx, answers));
    }

    private Uni<Round> settle(Tx tx, List<Acknowledgement> answers) {
        List<Acknowledgement> refused =
                answers.stream().filter(a -> !a.why().isEmpty()).toList();
        List<String> taken = answers.stream()
                .filter(a -> a.why().isEmpty())
                .map(a -> Long.toString(a.row().seq()))
                .toList();
        return OneByOne.each(refused, one -> park(tx, one))
                .chain(() -> tx.statement(DELETE)
                        .setParameter("seqs", String.join(",", taken))
                        .executeUpdate())
                .replaceWith(
                        refused.isEmpty()
                                ? new Round.Sent(taken.size())
                                : new Round.Parked(refused.getFirst().row().seq()));
    }

    private Uni<Void> park(Tx tx, Acknowledgement refused) {
        OutboxRow row = refused.row();
        LOG.errorf("event in outbox row %d is refused by Kafka and was parked: %s", row.seq(), refused.why());
        return tx.statement(PARK)
                .setParameter("why", refused.why())
                .setParameter("seq", row.seq())
                .executeUpdate()
                .chain(() -> undelivered.end(tx, row, refusal(refused)));
    }

    private static Failure refusal(Acknowledgement refused) {
        return Failure.of(
                ReasonCode.KAFKA_REFUSED,
                "sending " + refused.row().type() + " of " + refused.row().key() + ": " + refused.why());
    }

    /** True for what no repetition cures. */
    private static boolean isFinal(Throwable e) {
        return e instanceof RecordTooLargeException
                || e instanceof InvalidTopicException
                || e instanceof SerializationException;
    }

    private static OutboxRow row(Object[] columns) {
        return new OutboxRow(
                ((Number) columns[0]).longValue(),
                (String) columns[1],
                (String) columns[2],
                (String) columns[3],
                (String) columns[4],
                (String) columns[5],
                new TraceContext((String) columns[6], (String) columns[7]));
    }

    /** Kafka's answer about a row: the reason is empty where it was taken. */
    private record Acknowledgement(OutboxRow row, String why) {
        static Acknowledgement taken(OutboxRow row) {
            return new Acknowledgement(row, "");
        }

        static Acknowledgement refused(OutboxRow row, Throwable e) {
            return new Acknowledgement(row, e.toString());
        }
    }
}
