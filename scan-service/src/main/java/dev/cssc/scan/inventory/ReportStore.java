package dev.cssc.scan.inventory;

import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.util.Optional;

/** The engine's own newest report of each manifest. Every method works within the caller's transaction. */
@ApplicationScoped
public class ReportStore {

    private static final String KEEP = """
            insert into report (manifest, engine, content) values (:manifest, :engine, decode(:content, 'base64'))
            on conflict (manifest) do update set engine = excluded.engine, content = excluded.content, at = now()
            """;

    private static final String FIND = "select encode(content, 'base64') from report where manifest = :manifest";

    private static final String REMOVE = """
            delete from report where manifest in (
                select manifest from report where at < now() - make_interval(secs => :age) order by at limit :batch)
            """;

    /**
     * Stores the report in place of an older one.
     *
     * @param report what {@link Compressed} makes of it
     */
    Uni<Void> keep(Tx tx, Digest manifest, String engine, String report) {
        return tx.statement(KEEP)
                .setParameter("manifest", manifest.value())
                .setParameter("engine", engine)
                .setParameter("content", report)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The report, as the engine wrote it. */
    public Uni<Optional<byte[]>> find(Tx tx, Digest manifest) {
        return tx.column(FIND, String.class)
                .setParameter("manifest", manifest.value())
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(Compressed::read));
    }

    /** Removes reports of that age; answers how many, at most {@code batch}. */
    Uni<Integer> removeOlderThan(Tx tx, Duration age, int batch) {
        return tx.statement(REMOVE)
                .setParameter("age", age.toSeconds())
                .setParameter("batch", batch)
                .executeUpdate();
    }
}
