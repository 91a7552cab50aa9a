package dev.cssc.common.job;

import dev.cssc.common.request.PlaceInTime;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads jobs for people. Every method works within the caller's transaction. */
@ApplicationScoped
public class JobListing {
    private static final String COLUMNS =
            """
            select cast(id as text), kind, run, flow, subject, payload, state, priority, attempt, exclusive, cancel_requested,
                   owner, reason, detail, %s, %s, %s, %s
            from job
            """.formatted(micros("created_at"), micros("not_before"), micros("started_at"), micros("ended_at"));

    // Of a list nobody reads the payloads, which are as large as events.
    private static final String LIST_COLUMNS = COLUMNS.replace("payload", "''");

    private static String micros(String column) {
        return "cast(extract(epoch from " + column + ") * 1000000 as bigint)";
    }

    /** The job of that id, if there is one. */
    public Uni<Optional<StoredJob>> find(Tx tx, UUID id) {
        return tx.rows(COLUMNS + "where id = cast(:id as uuid)")
                .setParameter("id", id.toString())
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(JobListing::job));
    }

    /** The newest jobs of that kind, newest first and without payloads, behind a place where one is named. */
    public Uni<List<StoredJob>> newest(Tx tx, JobFilter filter, Optional<PlaceInTime> behind, int most) {
        Map<String, String> columns = filter.columns();
        String where = columns.keySet().stream()
                .map(column -> " and " + column + " = :" + column)
                .collect(Collectors.joining());
        String further = behind.isPresent() ? " and " + PlaceInTime.isBehind("created_at") : "";
        var query = tx.rows(LIST_COLUMNS + "where true" + where + further
                        + " order by created_at desc, id desc limit :most")
                .setParameter("most", most);
        columns.forEach(query::setParameter);
        behind.ifPresent(place -> query.setParameter("micros", place.micros())
                .setParameter("id", place.id().toString()));
        return query.getResultList()
                .map(rows -> rows.stream().map(JobListing::job).toList());
    }

    private static StoredJob job(Object[] row) {
        return new StoredJob(
                UUID.fromString((String) row[0]),
                (String) row[1],
                (String) row[2],
                (String) row[3],
                (String) row[4],
                (String) row[5],
                JobState.valueOf((String) row[6]),
                ((Number) row[7]).intValue(),
                ((Number) row[8]).intValue(),
                Optional.ofNullable((String) row[9]),
                (Boolean) row[10],
                Optional.ofNullable((String) row[11]),
                Optional.ofNullable((String) row[12]).orElse(""),
                Optional.ofNullable((String) row[13]).orElse(""),
                instant(row[14]).orElseThrow(),
                instant(row[15]).orElseThrow(),
                instant(row[16]),
                instant(row[17]));
    }

    private static Optional<Instant> instant(Object micros) {
        return micros instanceof Number number
                ? Optional.of(Instant.EPOCH.plus(number.longValue(), ChronoUnit.MICROS))
                : Optional.empty();
    }
}
