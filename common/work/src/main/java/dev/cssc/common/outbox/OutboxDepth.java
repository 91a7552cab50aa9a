package dev.cssc.common.outbox;

import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts the events that wait in the outbox. */
@ApplicationScoped
public class OutboxDepth {
    private static final String FIGURES = """
            select count(*) filter (where parked is null), count(*) filter (where parked is not null),
                   extract(epoch from now() - min(at) filter (where parked is null))
            from outbox
            """;

    /**
     * What stands in the outbox.
     *
     * @param waiting events that are to be sent
     * @param parked events that Kafka will never take
     * @param oldestSeconds how long the oldest one waits; 0 where none does
     */
    public record Figures(long waiting, long parked, double oldestSeconds) {}

    /** As it is now. */
    public Uni<Figures> figures(Tx tx) {
        return tx.rows(FIGURES)
                .getSingleResult()
                .map(row -> new Figures(
                        ((Number) row[0]).longValue(),
                        ((Number) row[1]).longValue(),
                        row[2] instanceof Number seconds ? Math.max(0, seconds.doubleValue()) : 0));
    }
}
