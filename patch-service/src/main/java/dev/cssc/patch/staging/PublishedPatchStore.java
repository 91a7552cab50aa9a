package dev.cssc.patch.staging;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import dev.cssc.patch.awaited.AwaitedConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.UUID;

/** The published patches in the database. */
@ApplicationScoped
public class PublishedPatchStore implements PublishedPatches {
    private static final String OF_SOURCE = """
            select cast(id as text), published_tag, publishes, wanted, parts,
                   coalesce(answered_at, staged_at) > now() - make_interval(secs => :after), carried_over
            from patch
            where registry = :registry and repository = :repository and tag = :tag and source_digest = :source
              and convention = :convention and coalesce(site, registry || '/' || repository) = :site and state = 'PUBLISHED'
            order by ended_at desc
            """;

    private static final String ANSWERS =
            "update patch set wanted = :wanted, answered_at = now() where id = cast(:id as uuid)";

    private final Transactions transactions;
    private final AwaitedConfig config;

    PublishedPatchStore(Transactions transactions, AwaitedConfig config) {
        this.transactions = transactions;
        this.config = config;
    }

    @Override
    public List<PublishedPatch> of(PinnedImage source, Repository site, TagConvention convention) {
        return transactions.await(tx -> tx.rows(OF_SOURCE)
                .setParameter("registry", source.repository().registry())
                .setParameter("repository", source.repository().path())
                .setParameter("tag", source.tag().value())
                .setParameter("source", source.digest().value())
                .setParameter("convention", convention.toString())
                .setParameter("site", site.toString())
                .setParameter("after", config.after().toMillis() / 1000.0)
                .getResultList()
                .map(rows -> rows.stream().map(PublishedPatchStore::published).toList()));
    }

    /** The patch turned out to be the answer to this as well. */
    Uni<Void> answers(Tx tx, UUID id, Question question) {
        return tx.statement(ANSWERS)
                .setParameter("wanted", question.wanted().value())
                .setParameter("id", id.toString())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static PublishedPatch published(Object[] row) {
        List<StagedPart> parts = PatchStore.parts((String) row[4]);
        // A patch without what no repository held is an answer for a time only: by now they may hold it.
        boolean holds = (Boolean) row[5]
                || (parts.stream().allMatch(part -> part.unavailable().isEmpty())
                        && !PatchStore.stored((String) row[6], CarriedOver.class)
                                .waits());
        return new PublishedPatch(
                UUID.fromString((String) row[0]),
                new Tag((String) row[1]),
                new Digest((String) row[2]),
                holds ? (String) row[3] : "",
                parts);
    }
}
