package dev.cssc.trigger.status;

import dev.cssc.common.transaction.Tx;
import dev.cssc.trigger.database.JsonRows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images of the runs and their histories in the database. Every method works within the caller's transaction. */
@ApplicationScoped
public class ImageStore {
    // Rows travel as text: the client would write a parameter of type json as a JSON string.
    private static final String PUT = """
            insert into run_image select * from json_populate_recordset(cast(null as run_image), cast(cast(:rows as text) as json))
            on conflict (run, name) do update
            set digest = excluded.digest, state = excluded.state, attempt = excluded.attempt, service = excluded.service,
                reason = excluded.reason, detail = excluded.detail, at = excluded.at, patched = excluded.patched,
                complete = excluded.complete
            """;

    private static final String APPEND =
            "insert into image_event select * from json_populate_recordset(cast(null as image_event), cast(cast(:rows as text) as json))";

    // The newest patch stays worth knowing when a later run found nothing to do.
    private static final String LATEST = """
            select distinct on (image.name)
                   image.run, image.workflow, image.name, image.registry, image.repository, image.tag, image.digest, image.candidate_tag,
                   image.candidate_digest, image.why, image.state, image.attempt, image.service, image.reason, image.detail,
                   image.at, image.complete,
                   coalesce(image.patched,
                            (select earlier.patched
                             from run_image earlier join run earlier_run on earlier_run.id = earlier.run
                             where earlier.name = image.name and earlier.patched is not null
                             order by earlier_run.created_at desc limit 1)) as patched
            from run_image image join run on run.id = image.run
            where :name in ('', image.name)
            order by image.name, run.created_at desc, run.id
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
        return tx.session()
                .createNativeQuery(statement)
                .setParameter("rows", JsonRows.write(rows))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** One image of a run. */
    public Uni<Optional<RunImage>> find(Tx tx, String run, String name) {
        return JsonRows.one(
                tx,
                "select * from run_image where run = :run and name = :name",
                Map.of("run", run, "name", name),
                RunImage.class);
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

    /** What is known last of one image, or of every image, over all runs, each with its newest patch. */
    public Uni<List<RunImage>> latest(Tx tx, Optional<String> name, int limit) {
        return JsonRows.all(tx, LATEST, Map.of("name", name.orElse(""), "limit", limit), RunImage.class);
    }
}
