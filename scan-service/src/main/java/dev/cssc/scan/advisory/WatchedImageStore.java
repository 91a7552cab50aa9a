package dev.cssc.scan.advisory;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.inventory.Numbers;
import dev.cssc.scan.verdict.VerdictKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The watched images, one a workflow and name. Rows are always locked in the order of workflow and name, so that intake, workers and
 * sweeps never wait for each other. Every method works within the caller's transaction.
 */
@ApplicationScoped
public class WatchedImageStore {

    // Most images are what they were at their last schedule: a row that says nothing new is not written.
    private static final String KEEP = """
            insert into watched_image (workflow, name, repository, digest, criteria, verdict)
            select workflow, name, repository, digest, criteria, verdict
            from json_to_recordset(cast(cast(:rows as text) as json)) as r(
                workflow text, name text, repository text, digest text, criteria text, verdict text)
            order by workflow, name
            on conflict (workflow, name) do update
            set repository = excluded.repository, digest = excluded.digest, criteria = excluded.criteria,
                verdict = excluded.verdict, at = now()
            where (watched_image.repository, watched_image.digest, watched_image.criteria, watched_image.verdict)
                is distinct from (excluded.repository, excluded.digest, excluded.criteria, excluded.verdict)
            """;

    private static final String COLUMNS = "workflow, name, repository, digest, criteria, verdict";

    private static final String FIND =
            "select " + COLUMNS + " from watched_image where workflow = :workflow and name = :name";

    private static final String WITH_SETS = "select " + COLUMNS + """
             from watched_image
            where digest in (
                select p.digest
                from manifest m join image_platform p on p.manifest = m.digest
                where m.engine = :engine and m.package_set = any (cast(string_to_array(:sets, ',') as bigint[])))
            order by workflow, name
            for update
            """;

    /** Watches these images from now on, in place of older ones of their names. */
    public Uni<Void> keep(Tx tx, Collection<WatchedImage> images) {
        Map<String, Row> rows = new TreeMap<>();
        images.forEach(image -> rows.put(image.workflow() + "\n" + image.name(), Row.of(image)));
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.session()
                        .createNativeQuery(KEEP)
                        .setParameter("rows", JsonRows.write(rows.values()))
                        .executeUpdate()
                        .replaceWithVoid();
    }

    /** The image that is watched under that name for the workflow. */
    public Uni<Optional<WatchedImage>> find(Tx tx, String workflow, String name) {
        return JsonRows.one(tx, FIND, Map.of("workflow", workflow, "name", name), Row.class)
                .map(row -> row.map(Row::image));
    }

    /** The watched images of which a platform has one of these package sets, as that engine read them; nobody else changes them until the end. */
    Uni<List<WatchedImage>> lockThoseWith(Tx tx, String engine, Collection<Long> sets) {
        return JsonRows.all(tx, WITH_SETS, Map.of("engine", engine, "sets", Numbers.list(sets)), Row.class)
                .map(rows -> rows.stream().map(Row::image).toList());
    }

    @RegisterForReflection
    record Row(String workflow, String name, String repository, String digest, String criteria, VerdictKind verdict) {
        static Row of(WatchedImage image) {
            return new Row(
                    image.workflow(),
                    image.name(),
                    image.repository().toString(),
                    image.digest().value(),
                    EventCodec.write(image.criteria()),
                    image.verdict());
        }

        WatchedImage image() {
            return new WatchedImage(
                    workflow,
                    name,
                    Repository.parse(repository),
                    new Digest(digest),
                    EventCodec.read(criteria, Criteria.class),
                    verdict);
        }
    }
}
