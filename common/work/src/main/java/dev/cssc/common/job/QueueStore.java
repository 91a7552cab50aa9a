package dev.cssc.common.job;

import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;

/** Counts the jobs that are not over; over indexes that hold those alone, so that ended jobs cost nothing. */
@ApplicationScoped
public class QueueStore {
    private static final int MOST_GROUPS = 1_000;

    private static final String FIGURES = """
            select name, sum(queued), sum(delayed), sum(running), max(oldest) from (
                select %1$s as name, count(*) filter (where not_before <= now()) as queued,
                       count(*) filter (where not_before > now()) as delayed, 0 as running,
                       extract(epoch from now() - min(not_before)) as oldest
                from job where state = 'QUEUED' group by %1$s
                union all
                select %1$s, 0, 0, count(*), null from job where state = 'RUNNING' group by %1$s
            ) as standing
            group by name order by sum(queued) + sum(running) desc, name limit :most
            """;

    private static final String BY_KIND = FIGURES.formatted("kind");
    private static final String BY_FLOW = FIGURES.formatted("flow");

    /**
     * How many jobs stand where.
     *
     * @param name of their kind or flow
     * @param queued they wait for a worker
     * @param delayed they wait for the time of their next attempt
     * @param running a worker has them
     * @param oldestSeconds how long the one that is due longest has waited; 0 where none is due
     */
    public record Figures(String name, long queued, long delayed, long running, double oldestSeconds) {}

    /** By kind of job. */
    public Uni<List<Figures>> byKind(Tx tx) {
        return figures(tx, BY_KIND);
    }

    /** By flow, the busiest 1000. */
    public Uni<List<Figures>> byFlow(Tx tx) {
        return figures(tx, BY_FLOW);
    }

    private static Uni<List<Figures>> figures(Tx tx, String select) {
        return tx.rows(select)
                .setParameter("most", MOST_GROUPS)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Figures(
                                (String) row[0],
                                ((Number) row[1]).longValue(),
                                ((Number) row[2]).longValue(),
                                ((Number) row[3]).longValue(),
                                row[4] instanceof Number seconds ? Math.max(0, seconds.doubleValue()) : 0))
                        .toList());
    }
}
