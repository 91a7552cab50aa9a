package dev.cssc.common.admin;

import dev.cssc.common.transaction.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import java.time.Instant;
import java.util.List;

/** The jobs of this service, newest first. */
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
public class JobResource {
    /** Most jobs in one answer. */
    static final int MOST = 1_000;

    private static final String LIST = """
            select cast(id as text), kind, run, subject, state, attempt, reason, detail,
                   cast(extract(epoch from created_at) * 1000 as bigint), cast(extract(epoch from ended_at) * 1000 as bigint)
            from job
            where (:state = '' or state = :state) and (:run = '' or run = :run)
            order by created_at desc, id
            limit :most
            """;

    private final Transactions transactions;

    JobResource(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A job as an operator sees it.
     *
     * @param id its identity
     * @param kind what is done
     * @param run for which run
     * @param subject on what
     * @param state {@code QUEUED RUNNING DONE FAILED CANCELLED}
     * @param attempt tries so far
     * @param reason why the last try failed; empty where it did not
     * @param detail the same in words
     * @param createdAt when it was stored
     * @param endedAt when it ended; absent while it has not
     */
    public record JobView(
            String id,
            String kind,
            String run,
            String subject,
            String state,
            int attempt,
            String reason,
            String detail,
            Instant createdAt,
            java.util.Optional<Instant> endedAt) {}

    /**
     * @param state only jobs in this state
     * @param run only jobs of this run
     * @param limit at most so many, up to 1000
     */
    @GET
    public Uni<List<JobView>> list(
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("run") @DefaultValue("") String run,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        return transactions.inTransaction(tx -> tx.session()
                .createNativeQuery(LIST, Object[].class)
                .setParameter("state", state)
                .setParameter("run", run)
                .setParameter("most", Math.clamp(limit, 1, MOST))
                .getResultList()
                .map(rows -> rows.stream().map(JobResource::view).toList()));
    }

    private static JobView view(Object[] row) {
        return new JobView(
                (String) row[0],
                (String) row[1],
                (String) row[2],
                (String) row[3],
                (String) row[4],
                ((Number) row[5]).intValue(),
                row[6] == null ? "" : (String) row[6],
                row[7] == null ? "" : (String) row[7],
                Instant.ofEpochMilli(((Number) row[8]).longValue()),
                row[9] == null
                        ? java.util.Optional.empty()
                        : java.util.Optional.of(Instant.ofEpochMilli(((Number) row[9]).longValue())));
    }
}
