package dev.cssc.trigger.status;

import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The images of the runs and their histories in the database. Every method works within the caller's transaction. */
@ApplicationScoped
public class ImageStore {
    // Rows travel as text: the client would write a parameter of type json as a JSON string.
    private static final String PUT = """
            insert into run_image select * from json_populate_recordset(cast(null as run_image), cast(cast(:rows as text) as json))
            on conflict (run, name) do update
            set digest = excluded.digest, state = excluded.state, attempt = excluded.attempt, service = excluded.service,
                reason = excluded.reason, detail = excluded.detail, at = excluded.at, patched = excluded.patched,
                complete = excluded.complete, reached = excluded.reached, scan_job = excluded.scan_job, scan_at = excluded.scan_at,
                patch_job = excluded.patch_job, patch_at = excluded.patch_at, patched_image = excluded.patched_image,
                run_status = excluded.run_status
            """;

    private static final String APPEND =
            "insert into image_event select * from json_populate_recordset(cast(null as image_event), cast(cast(:rows as text) as json))";

    // The newest patch stays worth knowing when a later run found nothing to do.
    // Workflows may publish in different places, and one may have changed its mind: what counts is what lies where the
    // newest run looked.
    private static final String EARLIER = """
            from run_image earlier join run earlier_run on earlier_run.id = earlier.run
            where earlier.name = newest.name and earlier.patched_image is not null
              and (earlier.workflow = newest.workflow and newest.candidate_repository is null
                   or starts_with(earlier.patched_image,
                                  coalesce(newest.candidate_repository, newest.registry || '/' || newest.repository) || ':'))
            order by earlier_run.created_at desc limit 1
            """;

    private static final String COLUMNS = """
            select run, workflow, name, registry, repository, tag, digest, candidate_tag, candidate_digest, candidate_repository, why, state, attempt, service,
                   reason, detail, at, reached, scan_job, scan_at, patch_job, patch_at,
                   coalesce(patched_image, (select earlier.patched_image\s""" + EARLIER + """
                   )) as patched_image
            """;

    private static final String LATEST = COLUMNS + """
            , coalesce(patched, (select earlier.patched\s""" + EARLIER + """
            )) as patched
            from (select image.* from run_image image join run on run.id = image.run
                  where image.name = :name order by run.created_at desc, run.id limit 1) as newest
            """;

    private static final String LIST = COLUMNS + """
            from (select distinct on (image.name) image.*
                  from run_image image join run on run.id = image.run
                  where image.name > :after and :workflow in ('', image.workflow) and :registry in ('', lower(image.registry))
                    and (image.workflow <> '-' or not :own) and run.created_at >= :since
                  order by image.name, run.created_at desc, run.id) as newest
            where :statuses = '' or run_status = any (string_to_array(:statuses, ','))
            order by name
            limit :limit
            """;

    /** Stores the images as they are now, whether known or not. */
    public Uni<Void> put(Tx tx, List<RunImage> images) {
        return execute(tx, PUT, images);
    }

    /** Adds to the histories. */
    public Uni<Void> append(Tx tx, List<RunEvent> events) {
        return execute(tx, APPEND, events);
    }

    private static Uni<Void> execute(Tx tx, String statement, List<?> rows) {
        return tx.statement(statement)
                .setParameter("rows", JsonRows.write(rows))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Images of a run, by name; those that are not known are left out. */
    public Uni<Map<String, RunImage>> find(Tx tx, String run, Set<String> names) {
        return JsonRows.all(
                        tx,
                        "select * from run_image where run = :run"
                                + " and name in (select json_array_elements_text(cast(cast(:names as text) as json)))",
                        Map.of("run", run, "names", JsonRows.write(names)),
                        RunImage.class)
                .map(found -> found.stream()
                        .collect(Collectors.toMap(image -> image.source().name(), image -> image)));
    }

    /** All images of a run, by name. */
    public Uni<List<RunImage>> ofRun(Tx tx, String run) {
        return JsonRows.all(
                tx, "select * from run_image where run = :run order by name", Map.of("run", run), RunImage.class);
    }

    /** The history of a run behind that place, oldest first. */
    public Uni<List<RunEvent>> history(Tx tx, String run, long after, int limit) {
        return JsonRows.all(
                tx,
                "select * from image_event where run = :run and seq > :after order by seq limit :limit",
                Map.of("run", run, "after", after, "limit", limit),
                RunEvent.class);
    }

    /** What is known last of one image over all runs, with its newest patch. */
    public Uni<Optional<RunImage>> latest(Tx tx, String name) {
        return JsonRows.one(tx, LATEST, Map.of("name", name), RunImage.class);
    }

    /** What is known last of each image, by name; the {@code Patched} events themselves are left out. */
    public Uni<List<RunImage>> list(Tx tx, ImageFilter filter, String after, int limit) {
        return JsonRows.all(
                tx,
                LIST,
                Map.of(
                        "workflow", filter.workflow().orElse(""),
                        "registry", filter.registry().orElse("").toLowerCase(Locale.ROOT),
                        "own", filter.ownWorkflows(),
                        "since", filter.since(),
                        "statuses",
                                filter.status().map(RunStatus::including).orElse(List.of()).stream()
                                        .map(RunStatus::toString)
                                        .collect(Collectors.joining(",")),
                        "after", after,
                        "limit", limit),
                RunImage.class);
    }
}
