package dev.cssc.patch.attempt;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Optional;

/** Patches that came to nothing, so that the same is not tried again (invariant 8: no churn). */
@ApplicationScoped
public class AttemptStore {
    private static final String REMEMBER = """
            insert into attempt (source_digest, database_id, engine, reason, detail)
            values (:source, :database, :engine, :reason, :detail)
            on conflict (source_digest, database_id, engine) do update
            set reason = excluded.reason, detail = excluded.detail, at = now()
            """;

    private static final String RECALL =
            "select reason, detail from attempt where source_digest = :source and database_id = :database and engine = :engine";

    /** Remembers why patching the source with that knowledge and engine came to nothing. */
    public Uni<Void> remember(Tx tx, Digest source, String database, String engine, Failure why) {
        return tx.session()
                .createNativeQuery(REMEMBER)
                .setParameter("source", source.value())
                .setParameter("database", database)
                .setParameter("engine", engine)
                .setParameter("reason", why.reason().name())
                .setParameter("detail", why.detail())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Why it came to nothing the last time, where it did. */
    public Uni<Optional<Failure>> recall(Tx tx, Digest source, String database, String engine) {
        return tx.session()
                .createNativeQuery(RECALL, Object[].class)
                .setParameter("source", source.value())
                .setParameter("database", database)
                .setParameter("engine", engine)
                .getResultList()
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> Failure.of(ReasonCode.valueOf((String) row[0]), "tried before: " + row[1])));
    }
}
