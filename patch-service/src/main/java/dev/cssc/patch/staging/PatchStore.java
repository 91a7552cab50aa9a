package dev.cssc.patch.staging;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Verification;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.transaction.OneByOne;
import dev.cssc.common.transaction.Tx;
import dev.cssc.patch.graft.GraftDonors;
import dev.cssc.patch.meter.PatchMeters;
import dev.cssc.patch.rebase.BaseBuildStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The patches in the database. */
@ApplicationScoped
public class PatchStore {
    /** What became of a staged patch that was not published. */
    public enum Ending {
        REFUSED,
        DROPPED
    }

    private static final String INSERT = """
            insert into patch (id, run, workflow, registry, repository, tag, source_digest, convention, site, staging, parts, index_text,
                               carried_over, publishes, engine, database_id, wanted, question, state, added_bytes, patch_seconds,
                               keep)
            values (cast(:id as uuid), :run, :workflow, :registry, :repository, :tag, :source, :convention, :site, :staging, :parts,
                    nullif(:index, ''), :carried, :publishes, :engine, :database, :wanted, :question, 'STAGED', :bytes, :seconds,
                    nullif(:keep, 0))
            on conflict (id) do nothing
            """;

    private static final String COLUMNS = """
            select cast(id as text), run, workflow, registry, repository, tag, source_digest, convention, staging, parts, index_text,
                   engine, database_id, patch_seconds, carried_over, site
            from patch
            """;

    private static final String BY_ID = COLUMNS + "where id = cast(:id as uuid)";

    private static final String STAGED_OF_RUN = COLUMNS + "where run = :run and state = 'STAGED' for update";

    private static final String ACCEPTED =
            "update patch set state = 'ACCEPTED' where id = cast(:id as uuid) and state = 'STAGED'";

    private static final String PUBLISHED = """
            update patch set state = 'PUBLISHED', published_tag = :tag, promote_seconds = :seconds, verifications = :verifications,
                             ended_at = now()
            where id = cast(:id as uuid)
            returning added_bytes
            """;

    private static final String ENDED =
            "update patch set state = :state, ended_at = now() where id = cast(:id as uuid) and state in ('STAGED', 'ACCEPTED')";

    private final GraftDonors donors;
    private final BaseBuildStore builds;
    private final PatchMeters meters;

    PatchStore(GraftDonors donors, BaseBuildStore builds, PatchMeters meters) {
        this.donors = donors;
        this.builds = builds;
        this.meters = meters;
    }

    /**
     * Stores a patch that was staged, with what it is the answer to.
     *
     * @param keep how many of the newest patches of its source stay, as its policy says; empty where it says nothing
     */
    public Uni<Void> staged(Tx tx, StagedPatch patch, Question question, Optional<Integer> keep) {
        return tx.statement(INSERT)
                .setParameter("id", patch.id().toString())
                .setParameter("run", patch.run())
                .setParameter("workflow", patch.workflow())
                .setParameter("registry", patch.source().repository().registry())
                .setParameter("repository", patch.source().repository().path())
                .setParameter("tag", patch.source().tag().value())
                .setParameter("source", patch.source().digest().value())
                .setParameter("convention", patch.convention().toString())
                .setParameter("site", patch.site().toString())
                .setParameter("staging", patch.staging().toString())
                .setParameter("parts", EventCodec.write(patch.parts()))
                .setParameter("index", patch.index().orElse(""))
                .setParameter("carried", EventCodec.write(patch.carriedOver()))
                .setParameter("publishes", patch.publishes().value())
                .setParameter("engine", patch.engine())
                .setParameter("database", patch.database())
                .setParameter("wanted", question.wanted().value())
                .setParameter("question", question.identity().value())
                .setParameter("bytes", patch.addedBytes())
                .setParameter("seconds", patch.seconds())
                .setParameter("keep", keep.orElse(0))
                .executeUpdate()
                .invoke(rows -> {
                    if (rows == 1) {
                        meters.ended(tx, PatchMeters.Outcome.STAGED, Optional.empty());
                    }
                })
                .chain(() -> given(tx, patch))
                .chain(() -> withoutBase(tx, patch))
                .chain(() -> donors.restNotMade(tx, patch.id()));
    }

    /** What the engine made others may take over once it is verified; what was taken over itself is not passed on. */
    private Uni<Void> given(Tx tx, StagedPatch patch) {
        return OneByOne.each(
                patch.parts().stream().filter(StagedPart::byEngine).toList(),
                part -> donors.staged(
                        tx,
                        patch.id(),
                        part.staged().source(),
                        part.staged().staged(),
                        part.unavailable().stream().map(PackageUpgrade::name).toList()));
    }

    private Uni<Void> withoutBase(Tx tx, StagedPatch patch) {
        return OneByOne.each(
                patch.parts().stream()
                        .filter(part -> part.staged().rebase().isEmpty())
                        .toList(),
                part -> builds.engineHadTurn(tx, part.staged().source()));
    }

    /** Nothing is taken over by these images any more, nor are they put on a newer build of their base for a while. */
    public Uni<Void> patchedByEngineNext(Tx tx, Collection<StagedPart> parts) {
        return OneByOne.each(
                parts,
                part -> part.staged()
                        .rebase()
                        .map(rebase -> builds.bar(tx, part.staged().source(), rebase.base()))
                        .orElseGet(() -> donors.bar(tx, part.staged().source())));
    }

    /** It will not be staged, for that reason: nobody need wait for it. */
    public Uni<Void> notMade(Tx tx, UUID id, ReasonCode reason) {
        meters.ended(tx, PatchMeters.Outcome.NOT_MADE, Optional.of(reason));
        return donors.dropped(tx, id);
    }

    /** The patch of that id, whatever became of it. */
    public Uni<Optional<StagedPatch>> find(Tx tx, UUID id) {
        return tx.rows(BY_ID)
                .setParameter("id", id.toString())
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(PatchStore::patch));
    }

    /** The run's patches that still wait for their judgement; held until the transaction's end, so that none is accepted meanwhile. */
    public Uni<List<StagedPatch>> waiting(Tx tx, String run) {
        return tx.rows(STAGED_OF_RUN)
                .setParameter("run", run)
                .getResultList()
                .map(rows -> rows.stream().map(PatchStore::patch).toList());
    }

    /** It is to be published: from now on its promotion alone ends it. */
    public Uni<Void> accepted(Tx tx, UUID id) {
        return tx.statement(ACCEPTED)
                .setParameter("id", id.toString())
                .executeUpdate()
                .chain(() -> donors.verified(tx, id));
    }

    /** It was published under that tag, judged so. */
    public Uni<Void> published(Tx tx, UUID id, Tag tag, double seconds, List<Verification> verifications) {
        return tx.column(PUBLISHED, Long.class)
                .setParameter("id", id.toString())
                .setParameter("tag", tag.value())
                .setParameter("seconds", seconds)
                .setParameter("verifications", EventCodec.write(verifications))
                .getResultList()
                .invoke(rows -> rows.forEach(addedBytes -> meters.published(tx, addedBytes)))
                .replaceWithVoid();
    }

    /** It ended otherwise, for that reason where there is one; nothing where it was published. */
    public Uni<Void> ended(Tx tx, UUID id, Ending ending, Optional<ReasonCode> reason) {
        return tx.statement(ENDED)
                .setParameter("id", id.toString())
                .setParameter("state", ending.name())
                .executeUpdate()
                .chain(rows -> rows == 1
                        ? droppedOnce(tx, id, ending, reason)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> droppedOnce(Tx tx, UUID id, Ending ending, Optional<ReasonCode> reason) {
        meters.ended(
                tx,
                switch (ending) {
                    case REFUSED -> PatchMeters.Outcome.REFUSED;
                    case DROPPED -> PatchMeters.Outcome.DROPPED;
                },
                reason);
        return donors.dropped(tx, id);
    }

    private static StagedPatch patch(Object[] row) {
        PinnedImage source = new PinnedImage(
                new Repository((String) row[3], (String) row[4]), new Tag((String) row[5]), new Digest((String)
                        row[6]));
        return new StagedPatch(
                UUID.fromString((String) row[0]),
                (String) row[1],
                (String) row[2],
                source,
                TagConvention.parse((String) row[7]),
                Optional.ofNullable((String) row[15]).map(Repository::parse).orElse(source.repository()),
                Repository.parse((String) row[8]),
                parts((String) row[9]),
                Optional.ofNullable((String) row[10]),
                stored((String) row[14], CarriedOver.class),
                (String) row[11],
                (String) row[12],
                ((Number) row[13]).doubleValue());
    }

    static List<StagedPart> parts(String json) {
        return List.of(stored(json, StagedPart[].class));
    }

    static <T> T stored(String json, Class<T> form) {
        try {
            return EventCodec.mapper().readValue(json, form);
        } catch (JsonProcessingException e) {
            throw Failure.of(ReasonCode.INTERNAL, "reading a stored patch: " + e.getOriginalMessage())
                    .toException(e);
        }
    }
}
