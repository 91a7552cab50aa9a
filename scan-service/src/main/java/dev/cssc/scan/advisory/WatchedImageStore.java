package dev.cssc.scan.advisory;

import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.inventory.Numbers;
import dev.cssc.scan.verdict.VerdictKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The watched images, one a workflow and name. Rows are always locked in the order of workflow and name, so that intake, workers and
 * sweeps never wait for each other. Every method works within the caller's transaction.
 */
@ApplicationScoped
public class WatchedImageStore {

    // Most images are what they were at their last schedule: a row that says nothing new is not written, except once a
    // day, so that one that nobody makes due any more is told apart. An image that was made due before the one that
    // stands there stays out. Of a fixable one the run is kept: it is the one that may patch it.
    private static final String KEEP = """
            insert into watched_image (workflow, name, source, run, repository, digest, criteria, verdict, known, since)
            select workflow, name, source, run, repository, digest, criteria, verdict, known,
                coalesce((select created_at from job where id = cast(nullif(:job, '') as uuid)), now())
            from json_to_recordset(cast(cast(:rows as text) as json)) as r(
                workflow text, name text, source text, run text, repository text, digest text, criteria text, verdict text, known text[])
            order by workflow, name
            on conflict (workflow, name) do update
            set source = excluded.source, run = excluded.run, repository = excluded.repository, digest = excluded.digest,
                criteria = excluded.criteria, verdict = excluded.verdict, known = excluded.known, since = excluded.since, at = now()
            where watched_image.since <= excluded.since
              and ((watched_image.source, watched_image.repository, watched_image.digest, watched_image.criteria,
                    watched_image.verdict, watched_image.known)
                   is distinct from (excluded.source, excluded.repository, excluded.digest, excluded.criteria,
                    excluded.verdict, excluded.known)
                   or excluded.verdict = 'FIXABLE' and watched_image.run is distinct from excluded.run
                   or watched_image.since < excluded.since - interval '1 day')
            """;

    private static final String COLUMNS =
            "workflow, name, source, run, repository, digest, criteria, verdict, known, since";

    private static final String FIND =
            "select " + COLUMNS + " from watched_image where workflow = :workflow and name = :name";

    private static final String LOCK = FIND + " for update";

    // Found by their digests first: there may be far more images than have such a set.
    private static final String WITH_SETS = """
            with found as materialized (
                select workflow, name from watched_image
                where digest in (
                    select p.digest
                    from manifest m join image_platform p on p.manifest = m.digest
                    where m.engine = :engine and m.package_set = any (cast(string_to_array(:sets, ',') as bigint[]))))
            select w.workflow, w.name, w.source, w.run, w.repository, w.digest, w.criteria, w.verdict, w.known, w.since
            from watched_image w
            join (select workflow, name from found where (workflow, name) > (:workflow, :name) order by workflow, name limit :most) as page
                using (workflow, name)
            order by workflow, name
            for update of w
            """;

    private static final String JUDGE = """
            update watched_image as w set verdict = r.verdict, known = r.known, at = now()
            from json_to_recordset(cast(cast(:rows as text) as json)) as r(workflow text, name text, verdict text, known text[])
            where w.workflow = r.workflow and w.name = r.name
            """;

    // Never ahead of this clock: what is made due next must not seem older.
    private static final String REPLACE = """
            insert into watched_image (workflow, name, source, run, repository, digest, criteria, verdict, known, since)
            select workflow, name, source, run, repository, digest, criteria, verdict, known, least(cast(cast(:since as text) as timestamptz), now())
            from json_to_recordset(cast(cast(:rows as text) as json)) as r(
                workflow text, name text, source text, run text, repository text, digest text, criteria text, verdict text, known text[])
            on conflict (workflow, name) do update
            set source = excluded.source, run = excluded.run, repository = excluded.repository, digest = excluded.digest,
                verdict = excluded.verdict, known = excluded.known, since = greatest(watched_image.since, excluded.since), at = now()
            """;

    private static final String REMOVE = """
            delete from watched_image where (workflow, name) in (
                select workflow, name from watched_image
                where since < now() - make_interval(secs => :age)
                order by since limit :batch
                for update skip locked)
            """;

    /** Watches these images, made due just now, in place of older ones of their names. */
    public Uni<Void> keep(Tx tx, Collection<WatchedImage> images) {
        return keep(tx, images, "");
    }

    /** Watches the image, made due when that job was stored, in place of an older one of its name. */
    public Uni<Void> keep(Tx tx, WatchedImage image, UUID job) {
        return keep(tx, List.of(image), job.toString());
    }

    private static Uni<Void> keep(Tx tx, Collection<WatchedImage> images, String job) {
        Map<String, WatchedRow> rows = new TreeMap<>();
        images.forEach(image -> rows.put(image.workflow() + "\n" + image.name(), WatchedRow.of(image)));
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.statement(KEEP)
                        .setParameter("job", job)
                        .setParameter("rows", JsonRows.write(rows.values()))
                        .executeUpdate()
                        .replaceWithVoid();
    }

    /** The image that is watched under that name for the workflow. */
    public Uni<Optional<WatchedImage>> find(Tx tx, String workflow, String name) {
        return JsonRows.one(tx, FIND, Map.of("workflow", workflow, "name", name), StandingRow.class)
                .map(row -> row.map(found -> found.standing().image()));
    }

    /** The same, and nobody else changes it until the end. */
    Uni<Optional<Standing>> lock(Tx tx, String workflow, String name) {
        return JsonRows.one(tx, LOCK, Map.of("workflow", workflow, "name", name), StandingRow.class)
                .map(row -> row.map(StandingRow::standing));
    }

    /**
     * The next watched images of which a platform has one of these package sets, as that engine read them, in the order of workflow and
     * name; nobody else changes them until the end.
     *
     * @param behind only those that come behind this place
     * @param most at most so many
     */
    Uni<List<WatchedImage>> lockThoseWith(Tx tx, String engine, Collection<Long> sets, Place behind, int most) {
        Map<String, Object> parameters = Map.of(
                "engine",
                engine,
                "sets",
                Numbers.list(sets),
                "workflow",
                behind.workflow(),
                "name",
                behind.name(),
                "most",
                most);
        return JsonRows.all(tx, WITH_SETS, parameters, StandingRow.class)
                .map(rows -> rows.stream().map(row -> row.standing().image()).toList());
    }

    /** Where a row stands in the order in which all are gone through. */
    record Place(String workflow, String name) {
        /** Before the first. */
        static final Place START = new Place("", "");

        static Place of(WatchedImage image) {
            return new Place(image.workflow(), image.name());
        }
    }

    /** Notes the verdicts on these locked images, and what is known of them. */
    Uni<Void> judge(Tx tx, Collection<WatchedImage> images) {
        return images.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.statement(JUDGE)
                        .setParameter(
                                "rows",
                                JsonRows.write(
                                        images.stream().map(WatchedRow::of).toList()))
                        .executeUpdate()
                        .replaceWithVoid();
    }

    /**
     * Watches the patch in place of the locked image of its name.
     *
     * @param published when it was
     */
    Uni<Void> replace(Tx tx, WatchedImage patch, Instant published) {
        return tx.statement(REPLACE)
                .setParameter("since", published.toString())
                .setParameter("rows", JsonRows.write(List.of(WatchedRow.of(patch))))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Watches those no longer that were not made due for so long; answers how many, at most {@code batch}. */
    Uni<Integer> removeNotDueFor(Tx tx, Duration age, int batch) {
        return tx.statement(REMOVE)
                .setParameter("age", age.toSeconds())
                .setParameter("batch", batch)
                .executeUpdate();
    }

    @RegisterForReflection
    record StandingRow(
            String workflow,
            String name,
            Optional<String> source,
            Optional<String> run,
            String repository,
            String digest,
            String criteria,
            VerdictKind verdict,
            Optional<List<String>> known,
            Instant since) {

        Standing standing() {
            return new Standing(
                    new WatchedRow(workflow, name, source, run, repository, digest, criteria, verdict, known).image(),
                    since);
        }
    }
}
