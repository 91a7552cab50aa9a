package dev.cssc.patch.attempt;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.Tx;
import dev.cssc.patch.awaited.AwaitedConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Patches that came to nothing, so that the same is not tried again (invariant 8: no churn). */
@ApplicationScoped
public class AttemptStore {
    private static final String ON_CONFLICT = """
             on conflict (question) do update set
                reason = excluded.reason, detail = excluded.detail, lasting = excluded.lasting, at = excluded.at
            """;

    private static final String REMEMBER = """
            insert into attempt (question, source_digest, database_id, engine, reason, detail, lasting, at)
            values (:question, :source, :database, :engine, :reason, :detail, :lasting, now())""" + ON_CONFLICT;

    // From when it was staged on: the image is looked at again by then, and must not find the memory of the last look.
    private static final String REMEMBER_REFUSAL = """
            insert into attempt (question, source_digest, database_id, engine, reason, detail, lasting, at)
            select question, source_digest, database_id, engine, :reason, :detail, :lasting, staged_at
            from patch where id = cast(:patch as uuid) and question <> ''""" + ON_CONFLICT;

    // Repositories fill up without anybody telling: what they did not hold is asked for again after a time.
    private static final String RECALL = """
            select reason, detail from attempt
            where question = :question and (lasting or at > now() - make_interval(secs => :after))
            """;

    /** What repositories that fill up make untrue. */
    private static final Set<ReasonCode> PASSING =
            EnumSet.of(ReasonCode.FIXED_VERSION_UNAVAILABLE, ReasonCode.PATCH_INCOMPLETE);

    private final AwaitedConfig config;

    AttemptStore(AwaitedConfig config) {
        this.config = config;
    }

    /**
     * Remembers why an attempt came to nothing.
     *
     * @param question identity of what was asked
     * @param source what was to be patched, for people
     * @param database with which knowledge, for people
     * @param engine by what, for people
     */
    public Uni<Void> remember(Tx tx, Digest question, Digest source, String database, String engine, Failure why) {
        return tx.statement(REMEMBER)
                .setParameter("question", question.value())
                .setParameter("source", source.value())
                .setParameter("database", database)
                .setParameter("engine", engine)
                .setParameter("reason", why.reason().name())
                .setParameter("detail", why.detail())
                .setParameter("lasting", !PASSING.contains(why.reason()))
                .executeUpdate()
                .replaceWithVoid();
    }

    /**
     * Remembers why this staged patch was refused.
     *
     * @param lasting whether that stays so; not where something was left out of the patch that repositories may hold later
     */
    public Uni<Void> refused(Tx tx, UUID patch, Failure why, boolean lasting) {
        return tx.statement(REMEMBER_REFUSAL)
                .setParameter("patch", patch.toString())
                .setParameter("reason", why.reason().name())
                .setParameter("detail", why.detail())
                .setParameter("lasting", lasting)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Why the same came to nothing the last time, where it did and is not worth another try. */
    public Uni<Optional<Failure>> recall(Tx tx, Digest question) {
        return tx.rows(RECALL)
                .setParameter("question", question.value())
                .setParameter("after", config.after().toMillis() / 1000.0)
                .getResultList()
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> Failure.of(ReasonCode.valueOf((String) row[0]), "tried before: " + row[1])));
    }
}
