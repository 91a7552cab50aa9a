package dev.cssc.patch.retention;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Tag;
import dev.cssc.common.transaction.Tx;
import dev.cssc.patch.staging.StagedPart;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** The published patches with what retention knows of them, in the database. */
@ApplicationScoped
class RetirementStore {
    private static final String AT_SITE = "coalesce(site, registry || '/' || repository) = :site";

    private static final String PUBLISHED = """
            select cast(id as text), source_digest, published_tag, publishes, parts,
                   coalesce(stays_until, now()) <= now()
            from patch
            where registry = :registry and repository = :repository and tag = :tag
              and convention = 'incremental' and state = 'PUBLISHED' and %s
            """.formatted(AT_SITE);

    // An image that is due without a workflow says nothing of it, and does not make what one said invalid.
    private static final String KEEP = """
            select coalesce(keep, 0) from patch
            where registry = :registry and repository = :repository and tag = :tag
              and convention = 'incremental' and state = 'PUBLISHED' and workflow <> :foreign and %s
            order by ended_at desc, id desc limit 1
            """.formatted(AT_SITE);

    private static final String RETIRED = """
            update patch set state = 'RETIRED', retired_at = now(), stays = :left, stays_until = null
            where id = cast(:id as uuid) and state = 'PUBLISHED'
            """;

    // The words of another patch that stays for the same reason were logged already.
    private static final String STAYS = """
            with known as (select exists (select 1 from patch where registry = :registry and repository = :repository and %s
                                          and stays_reason = :reason) as before),
                 noted as (update patch set stays_reason = :reason, stays = :why, stays_until = now() + make_interval(secs => :again)
                           where id = cast(:id as uuid) returning id)
            select before from known cross join noted
            """.formatted(AT_SITE);

    RetirementStore() {}

    /** The patches of that source tag that are published there under a number, over all the digests it pointed to. */
    Uni<List<OldPatch>> published(Tx tx, Retirement of) {
        return tx.rows(PUBLISHED)
                .setParameter("registry", of.repository().registry())
                .setParameter("repository", of.repository().path())
                .setParameter("tag", of.tag().value())
                .setParameter("site", of.site().toString())
                .getResultList()
                .map(rows -> rows.stream().map(row -> patch(of, row)).toList());
    }

    /** How many of the newest patches of that source tag stay there by what the policies said when the newest was asked for; empty for nothing. */
    Uni<OptionalInt> keep(Tx tx, Retirement of) {
        return tx.column(KEEP, Integer.class)
                .setParameter("registry", of.repository().registry())
                .setParameter("repository", of.repository().path())
                .setParameter("tag", of.tag().value())
                .setParameter("site", of.site().toString())
                .setParameter("foreign", ImageDue.FOREIGN_WORKFLOW)
                .getResultList()
                .map(rows -> rows.stream()
                        .mapToInt(Integer::intValue)
                        .filter(keep -> keep > 0)
                        .findFirst());
    }

    /** It was removed, but for what these sentences name. */
    Uni<Void> retired(Tx tx, UUID id, List<String> left) {
        return tx.statement(RETIRED)
                .setParameter("id", id.toString())
                .setParameter("left", String.join("; ", left))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** It stays, and is not tried again for that time; true where another patch of the repository is known to stay for that reason. */
    Uni<Boolean> stays(Tx tx, OldPatch patch, ReasonCode reason, String why, Duration again) {
        return tx.column(STAYS, Boolean.class)
                .setParameter("registry", patch.source().repository().registry())
                .setParameter("repository", patch.source().repository().path())
                .setParameter("site", patch.site().toString())
                .setParameter("reason", reason.name())
                .setParameter("why", why)
                .setParameter("again", again.toMillis() / 1000.0)
                .setParameter("id", patch.id().toString())
                .getResultList()
                .map(rows -> rows.stream().anyMatch(Boolean::booleanValue));
    }

    private static OldPatch patch(Retirement of, Object[] row) {
        StagedPart[] parts = EventCodec.read((String) row[4], StagedPart[].class);
        return new OldPatch(
                UUID.fromString((String) row[0]),
                new PinnedImage(of.repository(), of.tag(), new Digest((String) row[1])),
                of.site(),
                new Tag((String) row[2]),
                new Digest((String) row[3]),
                List.of(parts).stream().map(part -> part.staged().staged()).toList(),
                (Boolean) row[5]);
    }
}
