package dev.cssc.trigger.status;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs in the database. Every method works within the caller's transaction. */
@ApplicationScoped
public class RunStore {
    private static final String CREATE = """
            insert into run (id, workflow, registry, policy, reason, own)
            values (:id, :workflow, nullif(:registry, ''), :policy, :reason, true)
            """;

    // Another producer's run: its images are not ours to find, so it counts as expanded.
    private static final String SIGHT = """
            insert into run (id, workflow, registry, reason, expanded, created_at)
            values (:id, :workflow, :registry, 'MANUAL', true, :at)
            on conflict (id) do nothing
            """;

    private static final String COLUMNS = """
            select id, workflow, registry, reason, state, cancel_requested, created_at, finished_at, failure_reason, failure_detail,
                   left_out_count, not_found_count, failed_count, not_asked_count,
                   (select json_object_agg(state, images)
                    from (select state, count(*) as images from run_image where run = run.id group by state) as by_state) as counts
            """;

    private static final String FIND = COLUMNS
            + ", cast(left_out as json) as left_out, cast(not_found as json) as not_found,"
            + " cast(failed as json) as failed from run where id = :id";

    private static final String LIST = COLUMNS + """
            from run
            where :workflow in ('', workflow) and :state in ('', state)
              and (:before = '' or (created_at, id) < (select earlier.created_at, earlier.id from run earlier where earlier.id = :before))
            order by created_at desc, id desc limit :limit
            """;

    private static final String GOING_ON =
            "select id from run where workflow = :workflow and own and state = 'RUNNING' and not cancel_requested";

    // One for an advisory is about few images and stands for no run of the whole workflow.
    private static final String RUNNING = GOING_ON + " and reason <> 'ADVISORY'";

    private static final String TAKE_NUMBERS =
            "update run set last_seq = last_seq + :numbers where id = :id returning last_seq";

    private static final String EXPANDED = """
            update run
            set expanded = true, left_out = :leftOut, not_found = :notFound, failed = :failed, left_out_count = :leftOutCount,
                not_found_count = :notFoundCount, failed_count = :failedCount, not_asked_count = :notAskedCount
            where id = :id
            """;

    private static final String FINISH_IF_COMPLETE = """
            update run set state = 'FINISHED', finished_at = now()
            where id = :id and state = 'RUNNING' and expanded
              and not exists (select 1 from run_image where run = :id and not complete)
            """;

    private static final String END = """
            update run set state = :state, finished_at = now(), failure_reason = :reason, failure_detail = :detail
            where id = :id and state = 'RUNNING'
            """;

    private static final String REQUEST_CANCEL =
            "update run set cancel_requested = true where id = :id and state = 'RUNNING' and not cancel_requested";

    /** Stores a run of this service. Fails where the workflow has one going on; the caller holds the workflow's row and has looked. */
    public Uni<Void> create(Tx tx, NewRun run) {
        return tx.statement(CREATE)
                .setParameter("id", run.id())
                .setParameter("workflow", run.workflow())
                .setParameter("registry", run.registry().orElse(""))
                .setParameter("policy", run.policy())
                .setParameter("reason", run.reason().name())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Stores the run of another producer where it is not known yet. */
    public Uni<Void> sight(Tx tx, String id, String workflow, String registry, Instant at) {
        return tx.statement(SIGHT)
                .setParameter("id", id)
                .setParameter("workflow", workflow)
                .setParameter("registry", registry)
                .setParameter("at", at)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The run of that id, with what it left out. */
    public Uni<Optional<Run>> find(Tx tx, String id) {
        return JsonRows.one(tx, FIND, Map.of("id", id), Run.class);
    }

    /**
     * Runs, newest first.
     *
     * @param workflow only its runs
     * @param state only runs in it
     * @param before only runs that are older than this one
     */
    public Uni<List<Run>> latest(
            Tx tx, Optional<String> workflow, Optional<RunState> state, Optional<String> before, int limit) {
        return JsonRows.all(
                tx,
                LIST,
                Map.of(
                        "workflow", workflow.orElse(""),
                        "state", state.map(RunState::name).orElse(""),
                        "before", before.orElse(""),
                        "limit", limit),
                Run.class);
    }

    /** The ids of all runs that the workflow has going on and that nobody cancelled, those for advisories too; oldest first. */
    public Uni<List<String>> goingOn(Tx tx, String workflow) {
        return tx.column(GOING_ON + " order by created_at, id", String.class)
                .setParameter("workflow", workflow)
                .getResultList();
    }

    /** The id of the run that the workflow has going on and that nobody cancelled, if it is one of the whole workflow. */
    public Uni<Optional<String>> running(Tx tx, String workflow) {
        return tx.column(RUNNING, String.class)
                .setParameter("workflow", workflow)
                .getResultList()
                .map(rows -> rows.stream().findFirst());
    }

    /** The policy document that the run expands. */
    public Uni<String> policy(Tx tx, String id) {
        return tx.column("select policy from run where id = :id", String.class)
                .setParameter("id", id)
                .getSingleResult();
    }

    /**
     * Takes event numbers of the run and holds its row until the end of the transaction, so that all that changes a run happens one after
     * the other and readers see the numbers without gaps.
     *
     * @return the last number taken; empty where the run is not known
     */
    public Uni<Optional<Long>> takeNumbers(Tx tx, String id, int numbers) {
        return tx.column(TAKE_NUMBERS, Long.class)
                .setParameter("id", id)
                .setParameter("numbers", numbers)
                .getResultList()
                .map(rows -> rows.stream().findFirst());
    }

    /** The run's images are known. */
    public Uni<Void> expanded(Tx tx, String id, Run.Selection selection) {
        return tx.statement(EXPANDED)
                .setParameter("id", id)
                .setParameter("leftOut", JsonRows.write(selection.leftOut()))
                .setParameter("notFound", JsonRows.write(selection.notFound()))
                .setParameter("failed", JsonRows.write(selection.failed()))
                .setParameter("leftOutCount", selection.leftOutCount())
                .setParameter("notFoundCount", selection.notFoundCount())
                .setParameter("failedCount", selection.failedCount())
                .setParameter("notAskedCount", selection.notAskedCount())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The run is over where its images are known and none is open. */
    public Uni<Void> finishIfComplete(Tx tx, String id) {
        return tx.statement(FINISH_IF_COMPLETE)
                .setParameter("id", id)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The run is over without images, for this reason; one that is over already stays as it is. */
    public Uni<Void> end(Tx tx, String id, RunState state, Failure why) {
        return tx.statement(END)
                .setParameter("id", id)
                .setParameter("state", state.name())
                .setParameter("reason", why.reason().name())
                .setParameter("detail", why.detail())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Notes that the run was cancelled; false where it is over or was cancelled before. */
    public Uni<Boolean> requestCancel(Tx tx, String id) {
        return tx.statement(REQUEST_CANCEL)
                .setParameter("id", id)
                .executeUpdate()
                .map(rows -> rows == 1);
    }
}
