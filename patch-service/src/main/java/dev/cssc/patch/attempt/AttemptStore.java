package dev.cssc.patch.attempt;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Optional;
import java.util.UUID;

/** Patches that came to nothing, so that the same is not tried again (invariant 8: no churn). */
@ApplicationScoped
public class AttemptStore {
    private static final String ON_CONFLICT =
            " on conflict (question) do update set reason = excluded.reason, detail = excluded.detail, at = now()";

    private static final String REMEMBER = """
            insert into attempt (question, source_digest, database_id, engine, reason, detail)
            values (:question, :source, :database, :engine, :reason, :detail)""" + ON_CONFLICT;

    private static final String REMEMBER_REFUSAL = """
            insert into attempt (question, source_digest, database_id, engine, reason, detail)
            select question, source_digest, database_id, engine, :reason, :detail
            from patch where id = cast(:patch as uuid) and question <> ''""" + ON_CONFLICT;

    private static final String RECALL = "select reason, detail from attempt where question = :question";

    /**
     * Remembers why an attempt came to nothing.
     *
     * @param question identity of what was asked
     * @param source what was to be patched, for people
     * @param database with which knowledge, for people
     * @param engine by what, for people
     */
    public Uni<Void> remember(Tx tx, Digest question, Digest source, String database, String engine, Failure why) {
        return tx.session()
                .createNativeQuery(REMEMBER)
                .setParameter("question", question.value())
                .setParameter("source", source.value())
                .setParameter("database", database)
                .setParameter("engine", engine)
                .setParameter("reason", why.reason().name())
                .setParameter("detail", why.detail())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Remembers why this staged patch was refused. */
    public Uni<Void> refused(Tx tx, UUID patch, Failure why) {
        return tx.session()
                .createNativeQuery(REMEMBER_REFUSAL)
                .setParameter("patch", patch.toString())
                .setParameter("reason", why.reason().name())
                .setParameter("detail", why.detail())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Why the same came to nothing the last time, where it did. */
    public Uni<Optional<Failure>> recall(Tx tx, Digest question) {
        return tx.session()
                .createNativeQuery(RECALL, Object[].class)
                .setParameter("question", question.value())
                .getResultList()
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> Failure.of(ReasonCode.valueOf((String) row[0]), "tried before: " + row[1])));
    }
}
