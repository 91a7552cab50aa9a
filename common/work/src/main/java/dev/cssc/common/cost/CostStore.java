package dev.cssc.common.cost;

import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The seconds that were worked, in the database and by its clock. An attempt belongs to the month, of UTC, in which it is counted, and to
 * the workflow of its job. Every method works within the caller's transaction; adding comes last in it, so that two jobs that are
 * counted in one row wait for each other shortly and never both.
 */
@ApplicationScoped
public class CostStore {
    /**
     * A longer name than any workflow can have comes from elsewhere; an index takes it only shortened, and what is worked has to be
     * counted.
     */
    private static final String ADD = """
            with spent as (
                select %s as month, left(flow, 256) as workflow, kind as task, %s as micros from job where id = cast(:id as uuid)
            ),
            added as (
                insert into cost (month, registry, repository, tag, workflow, task, micros, attempts)
                select month, :registry, :repository, :tag, workflow, task, micros, 1 from spent
                on conflict (month, registry, repository, tag, workflow, task)
                do update set micros = cost.micros + excluded.micros, attempts = cost.attempts + 1
            )
            select micros from spent
            """;

    // The clock, and not now(): what an attempt writes when it ends is part of it.
    private static final String SINCE_ITS_START = ADD.formatted(
            month("clock_timestamp()"),
            "greatest(0, cast(extract(epoch from clock_timestamp() - started_at) * 1000000 as bigint))");

    private static final String SO_MUCH = ADD.formatted(month("clock_timestamp()"), "cast(:micros as bigint)");

    private static final String SUMS =
            "select %s as name, cast(sum(micros) as bigint) as micros, cast(sum(attempts) as bigint) as attempts"
                    + " from cost where true%s group by %s order by %s limit :most";

    CostStore() {}

    /** The first day of the month in which a moment is, as SQL. */
    static String month(String moment) {
        return "cast(date_trunc('month', " + moment + " at time zone 'UTC') as date)";
    }

    /**
     * Counts the attempt of that job that ends now, from when it was claimed.
     *
     * @param image on what, {@code registry/repository:tag}; empty where on no single image
     * @return how much that was
     */
    public Uni<Duration> attemptEnded(Tx tx, UUID job, Optional<String> image) {
        return add(tx.column(SINCE_ITS_START, Long.class), job, image);
    }

    /** Counts an attempt of that job that ended without anybody saying so, after at least that time. */
    public Uni<Duration> attemptLost(Tx tx, UUID job, Optional<String> image, Duration worked) {
        return add(
                tx.column(SO_MUCH, Long.class)
                        .setParameter("micros", worked.isNegative() ? 0 : worked.toNanos() / 1_000),
                job,
                image);
    }

    private static Uni<Duration> add(Mutiny.SelectionQuery<Long> statement, UUID job, Optional<String> image) {
        Attribution on = image.flatMap(Attribution::parse).orElse(Attribution.NONE);
        return statement
                .setParameter("id", job.toString())
                .setParameter("registry", on.registry())
                .setParameter("repository", on.repository())
                .setParameter("tag", on.tag())
                .getResultList()
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(micros -> Duration.ofNanos(micros * 1_000))
                        .orElse(Duration.ZERO));
    }

    /**
     * What was spent, by group, in the order of their names.
     *
     * @param behind only groups behind the one of that name
     * @param most how many groups
     */
    public Uni<List<Cost>> sums(Tx tx, Grouping grouping, CostFilter filter, Optional<String> behind, int most) {
        Map<String, String> columns = filter.columns();
        Map<String, Object> parameters = new HashMap<>(columns);
        parameters.put("most", most);
        Optional<Map<String, String>> place = behind.flatMap(grouping::place);
        place.ifPresent(parameters::putAll);
        String where = columns.keySet().stream()
                        .map(column -> " and "
                                + (column.equals("month")
                                        ? "month = to_date(:month, 'YYYY-MM')"
                                        : column + " = :" + column))
                        .collect(Collectors.joining())
                + (place.isPresent() ? " and " + grouping.behind() : "");
        String select = SUMS.formatted(grouping.label(), where, grouping.columns(), grouping.columns());
        return JsonRows.all(tx, select, parameters, Cost.class);
    }
}
