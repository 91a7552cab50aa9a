package dev.cssc.patch.promotion;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reservations in the database. */
@ApplicationScoped
public class ReservationStore implements Reservations {
    private static final String OF_PATCH =
            "select tag, cast(patch as text), digest, previous, written from tag_reservation where patch = cast(:patch as uuid)";

    private static final String TAKEN =
            "select tag from tag_reservation where registry = :registry and repository = :repository and source_tag = :source";

    private static final String RESERVE = """
            insert into tag_reservation (registry, repository, tag, source_tag, patch, digest)
            select :registry, :repository, :tag, :source, cast(:patch as uuid), :digest
            where not exists (select 1 from tag_reservation where registry = :registry and repository = :repository
                              and source_tag = :source and not written and patch <> cast(:patch as uuid))
            on conflict (registry, repository, tag) do nothing
            """;

    // Two who reserve different tags of one source at once would not see each other's rows.
    private static final String ONE_AT_A_TIME =
            "select cast(pg_advisory_xact_lock(hashtextextended(:source, 0)) as text)";

    private static final String CONTESTED = """
            select count(*) from tag_reservation where registry = :registry and repository = :repository
            and source_tag = :source and not written and patch <> cast(:patch as uuid)
            """;

    private static final String TAKE_OVER = """
            update tag_reservation
            set patch = cast(:patch as uuid), previous = digest, digest = :digest, written = false, at = now()
            where registry = :registry and repository = :repository and tag = :tag and written
            """;

    private static final String WRITTEN =
            "update tag_reservation set written = true, previous = null where patch = cast(:patch as uuid)";

    private static final String RESTORE = """
            update tag_reservation set written = true, digest = previous, previous = null, patch = gen_random_uuid()
            where patch = cast(:patch as uuid) and not written and previous is not null
            """;

    private static final String REMOVE =
            "delete from tag_reservation where patch = cast(:patch as uuid) and not written";

    private final Transactions transactions;

    ReservationStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Reservation> of(UUID patch) {
        return transactions.await(tx -> tx.rows(OF_PATCH)
                .setParameter("patch", patch.toString())
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(ReservationStore::reservation)));
    }

    @Override
    public List<Tag> taken(Repository repository, Tag source) {
        return transactions.await(tx -> tx.column(TAKEN, String.class)
                .setParameter("registry", repository.registry())
                .setParameter("repository", repository.path())
                .setParameter("source", source.value())
                .getResultList()
                .map(rows -> rows.stream().map(Tag::new).toList()));
    }

    @Override
    public boolean reserve(Repository repository, Tag source, Tag tag, UUID patch, Digest digest) {
        return transactions.await(tx -> tx.column(ONE_AT_A_TIME, String.class)
                        .setParameter("source", repository + ":" + source)
                        .getSingleResult()
                        .chain(() -> tx.statement(RESERVE)
                                .setParameter("registry", repository.registry())
                                .setParameter("repository", repository.path())
                                .setParameter("tag", tag.value())
                                .setParameter("source", source.value())
                                .setParameter("patch", patch.toString())
                                .setParameter("digest", digest.value())
                                .executeUpdate()))
                == 1;
    }

    @Override
    public boolean contested(Repository repository, Tag source, UUID patch) {
        return transactions.await(tx -> tx.column(CONTESTED, Long.class)
                        .setParameter("registry", repository.registry())
                        .setParameter("repository", repository.path())
                        .setParameter("source", source.value())
                        .setParameter("patch", patch.toString())
                        .getSingleResult())
                > 0;
    }

    @Override
    public boolean takeOver(Repository repository, Tag tag, UUID patch, Digest digest) {
        return transactions.await(tx -> tx.statement(TAKE_OVER)
                        .setParameter("registry", repository.registry())
                        .setParameter("repository", repository.path())
                        .setParameter("tag", tag.value())
                        .setParameter("patch", patch.toString())
                        .setParameter("digest", digest.value())
                        .executeUpdate())
                == 1;
    }

    @Override
    public void release(UUID patch) {
        transactions.await(tx -> release(tx, patch));
    }

    /** Gives back what the patch reserved and did not write, together with whatever ends its way. */
    Uni<Void> release(Tx tx, UUID patch) {
        return update(tx, RESTORE, patch).chain(() -> update(tx, REMOVE, patch));
    }

    /** The patch's tag was written, together with everything that follows from it. */
    Uni<Void> written(Tx tx, UUID patch) {
        return update(tx, WRITTEN, patch);
    }

    private static Uni<Void> update(Tx tx, String sql, UUID patch) {
        return tx.statement(sql)
                .setParameter("patch", patch.toString())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Reservation reservation(Object[] row) {
        return new Reservation(
                new Tag((String) row[0]),
                UUID.fromString((String) row[1]),
                new Digest((String) row[2]),
                Optional.ofNullable((String) row[3]).map(Digest::new),
                (Boolean) row[4]);
    }
}
