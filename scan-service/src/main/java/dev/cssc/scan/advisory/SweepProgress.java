package dev.cssc.scan.advisory;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How far the sweep with the database last in use is. Every method works within the caller's transaction. */
@ApplicationScoped
class SweepProgress {

    private static final String GOING_ON = """
            exists (select 1 from job where run = 'sweep-' || sweep.knowledge and state in ('QUEUED', 'RUNNING'))
            """;

    private static final String NEWEST = """
            select k.database, sweep.at as begun, sweep.finished, sweep.chunks, sweep.sets, sweep.told,
                (select count(*) from job
                 where run = 'sweep-' || sweep.knowledge and state in ('QUEUED', 'RUNNING')) as chunks_left,
                case when sweep.finished is not null then 0
                     else (select count(*) from (%s) as watched
                           where not exists (
                               select 1 from judgement j where j.package_set = watched.id and j.knowledge = sweep.knowledge))
                end as sets_left
            from sweep join knowledge k on k.id = sweep.knowledge
            order by k.turn desc limit 1
            """.formatted(SweepStore.WATCHED_SETS.replace(":engine", "k.name"));

    private static final String FINISH = "update sweep set finished = now() where finished is null and not " + GOING_ON;

    private static final String TOLD = """
            update sweep set told = told + :images
            where knowledge in (select id from knowledge where name = :name and version = :version and database = :database)
            """;

    /**
     * A sweep.
     *
     * @param database the database with which it began
     * @param begun when
     * @param finished when nothing of it was left, to within the time between two looks; empty where it goes on
     * @param chunks into how many jobs it was cut
     * @param chunksLeft how many of them wait or are worked at
     * @param sets package sets there were to judge at its begin
     * @param setsLeft package sets of watched images that are not judged yet
     * @param told images that were told to have become fixable by that database
     */
    @RegisterForReflection
    record Sweep(
            String database,
            Instant begun,
            Optional<Instant> finished,
            int chunks,
            int chunksLeft,
            int sets,
            int setsLeft,
            int told) {}

    /** The sweep with the database last in use; empty where there was none yet. */
    Uni<Optional<Sweep>> newest(Tx tx) {
        return JsonRows.one(tx, NEWEST, Map.of(), Sweep.class);
    }

    /** Notes the end of those of which nothing is left. */
    Uni<Void> finish(Tx tx) {
        return tx.statement(FINISH).executeUpdate().replaceWithVoid();
    }

    /** Notes that so many images were told of what that scanner's database knows. */
    Uni<Void> told(Tx tx, Scanner scanner, int images) {
        return tx.statement(TOLD)
                .setParameter("images", images)
                .setParameter("name", scanner.name())
                .setParameter("version", scanner.version())
                .setParameter("database", scanner.database())
                .executeUpdate()
                .replaceWithVoid();
    }
}
