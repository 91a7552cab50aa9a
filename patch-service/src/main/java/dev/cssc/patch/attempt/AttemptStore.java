package dev.cssc.patch.attempt;

import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Optional;

/** Patches that improved nothing, so that the same is not tried again (invariant 8: no churn). */
@ApplicationScoped
public class AttemptStore {
    private static final String REMEMBER = """
            insert into attempt (source_digest, database_id, engine, detail)
            values (:source, :database, :engine, :detail)
            on conflict (source_digest, database_id, engine) do update set detail = excluded.detail, at = now()
            """;

    private static final String RECALL =
            "select detail from attempt where source_digest = :source and database_id = :database and engine = :engine";

    /** Remembers that patching the source with that knowledge and engine improved nothing. */
    public Uni<Void> remember(Tx tx, Digest source, String database, String engine, String detail) {
        return tx.session()
                .createNativeQuery(REMEMBER)
                .setParameter("source", source.value())
                .setParameter("database", database)
                .setParameter("engine", engine)
                .setParameter("detail", detail)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** What came of it the last time, where it was in vain. */
    public Uni<Optional<String>> recall(Tx tx, Digest source, String database, String engine) {
        return tx.session()
                .createNativeQuery(RECALL, String.class)
                .setParameter("source", source.value())
                .setParameter("database", database)
                .setParameter("engine", engine)
                .getResultList()
                .map(rows -> rows.stream().findFirst());
    }
}
