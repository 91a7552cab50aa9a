package dev.cssc.common.outbox;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.transaction.DatabaseTrouble;
import dev.cssc.common.transaction.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Has each event handled once, however often it is delivered: what is done about it and that it was done are one transaction. Waits for a
 * database that is out of reach, as long as it takes.
 */
@ApplicationScoped
class OnceHandled {
    private static final Logger LOG = Logger.getLogger(OnceHandled.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int ATTEMPTS_AT_THE_UNFORESEEN = 5;

    private final Transactions transactions;
    private final ProcessedEvents processed;
    private final Undelivered undelivered;

    OnceHandled(Transactions transactions, ProcessedEvents processed, Undelivered undelivered) {
        this.transactions = transactions;
        this.processed = processed;
        this.undelivered = undelivered;
    }

    /** Handles them in one transaction, or fails with nothing done. */
    <E> Uni<Void> together(List<Received<E>> received, BatchHandling<E> handling) {
        if (received.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return patiently(transactions.<Void>inTransaction(tx -> processed
                .rememberAll(tx, received.stream().map(Received::id).toList())
                .flatMap(fresh -> {
                    Set<UUID> left = new HashSet<>(fresh);
                    List<Received<E>> first =
                            received.stream().filter(r -> left.remove(r.id())).toList();
                    return first.isEmpty() ? Uni.createFrom().voidItem() : handling.handle(tx, first);
                })));
    }

    /** Handles it. Answers why it could not be; an image that nobody else goes on with then has its end. */
    <E> Uni<Optional<Failure>> alone(Received<E> received, Handling<E> handling) {
        return patiently(transactions.<Void>inTransaction(
                        received.trace(),
                        tx -> processed
                                .remember(tx, received.id())
                                .flatMap(fresh -> fresh
                                        ? handling.handle(tx, received.event(), received.id())
                                        : Uni.createFrom().voidItem())))
                .onFailure(e -> !(e instanceof FailureException))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(ATTEMPTS_AT_THE_UNFORESEEN)
                .replaceWith(Optional.<Failure>empty())
                .onFailure()
                .recoverWithUni(e -> giveUp(received, failureOf(e)));
    }

    private static Uni<Void> patiently(Uni<Void> transaction) {
        return transaction
                .onFailure(DatabaseTrouble::isOutOfReach)
                .invoke(e -> LOG.warnf("waiting for the database: %s", e.toString()))
                .onFailure(DatabaseTrouble::isOutOfReach)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private <E> Uni<Optional<Failure>> giveUp(Received<E> received, Failure failure) {
        return transactions
                .<Void>inTransaction(received.trace(), tx -> undelivered.end(tx, (Object) received.event(), failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .replaceWith(Optional.of(failure));
    }

    private static Failure failureOf(Throwable e) {
        if (e instanceof FailureException known) {
            return known.failure();
        }
        LOG.error("a message could not be handled", e);
        return Failure.of(ReasonCode.INTERNAL, "handling a message: " + e);
    }
}
