package dev.cssc.patch.graft;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.job.WaitingJobs;
import dev.cssc.common.transaction.OneByOne;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who gives, in the database: patches that are being made for the first time, and those that were verified. Jobs that wait for one are woken
 * in the transaction in which it is verified or comes to nothing. Every method works within the caller's transaction.
 */
@ApplicationScoped
public class GraftDonors {
    /** More are not looked at: where five do not fit, a sixth hardly does. */
    private static final int MOST = 5;

    // What was left out of a patch for want of a repository that has it may be there some hours later: nobody is to be
    // kept from
    // asking again.
    private static final String OF_FAMILY = """
            select cast(patch as text), manifest, repository, staging, patched, left_out, database, verified, site
            from graft_donor
            where family = :family and patch <> cast(:self as uuid)
              and (verified and left_out = '' or at > now() - make_interval(secs => :patience))
            order by verified desc, at desc limit :most
            """;

    private static final String ONE_AT_A_TIME =
            "select cast(pg_advisory_xact_lock(hashtextextended(:family, 2)) as text)";

    private static final String LEAD = """
            insert into graft_donor (patch, manifest, family, repository, site, staging, database)
            values (cast(:patch as uuid), :manifest, :family, :repository, :site, :staging, :database)
            on conflict (patch, manifest) do update set at = now(), patched = ''
            """;

    private static final String PRUNE = """
            delete from graft_donor where (patch, manifest) in (
                select patch, manifest from graft_donor where family = :family order by at desc offset 20)
            """;

    private static final String STAGED = """
            update graft_donor set patched = :patched, left_out = :left
            where patch = cast(:patch as uuid) and manifest = :manifest
            """;

    private static final String VERIFIED = """
            update graft_donor set verified = true where patch = cast(:patch as uuid) and patched <> '' returning family
            """;

    private static final String REMOVE = "delete from graft_donor where patch = cast(:patch as uuid) returning family";

    private static final String REMOVE_UNMADE =
            "delete from graft_donor where patch = cast(:patch as uuid) and patched = '' returning family";

    private static final String IS_BEING_MADE =
            "select count(*) from graft_donor where patch = cast(:patch as uuid) and family = :family and not verified";

    private static final String BAR =
            "insert into graft_barred (manifest) values (:manifest) on conflict (manifest) do update set at = now()";

    private static final String IS_BARRED = "select count(*) from graft_barred where manifest = :manifest";

    private final WaitingJobs waiting;

    GraftDonors(WaitingJobs waiting) {
        this.waiting = waiting;
    }

    /** Those of the family that count, but for the patch itself: verified ones first, newest first. */
    Uni<List<Donor>> of(Tx tx, Family family, UUID self, Duration patience) {
        return tx.rows(OF_FAMILY)
                .setParameter("family", family.key().value())
                .setParameter("self", self.toString())
                .setParameter("patience", patience.toMillis() / 1000.0)
                .setParameter("most", MOST)
                .getResultList()
                .map(rows -> rows.stream().map(GraftDonors::donor).toList());
    }

    /**
     * Says of a patch that it is being made and others may wait for it; false, and nothing done, where the family has a donor that the caller
     * has not looked at.
     */
    Uni<Boolean> lead(Tx tx, Family family, Donor own, Set<UUID> lookedAt, Duration patience) {
        return tx.column(ONE_AT_A_TIME, String.class)
                .setParameter("family", family.key().value())
                .getSingleResult()
                .chain(() -> of(tx, family, own.patch(), patience))
                .flatMap(donors ->
                        lookedAt.containsAll(donors.stream().map(Donor::patch).toList())
                                ? insert(tx, family, own).replaceWith(true)
                                : Uni.createFrom().item(false));
    }

    private static Uni<Void> insert(Tx tx, Family family, Donor own) {
        return tx.statement(LEAD)
                .setParameter("patch", own.patch().toString())
                .setParameter("manifest", own.manifest().value())
                .setParameter("family", family.key().value())
                .setParameter("repository", own.repository().toString())
                .setParameter("site", own.site().toString())
                .setParameter("staging", own.staging().toString())
                .setParameter("database", own.database())
                .executeUpdate()
                .chain(() -> tx.statement(PRUNE)
                        .setParameter("family", family.key().value())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /**
     * The engine has made it; nothing where it is no donor.
     *
     * @param manifest the source's manifest of the platform
     */
    public Uni<Void> staged(Tx tx, UUID patch, Digest manifest, Digest patched, Collection<String> leftOut) {
        return tx.statement(STAGED)
                .setParameter("patched", patched.value())
                .setParameter("left", String.join(",", leftOut))
                .setParameter("patch", patch.toString())
                .setParameter("manifest", manifest.value())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The judge has accepted it: who waited for it may take its layers. */
    public Uni<Void> verified(Tx tx, UUID patch) {
        return ended(tx, VERIFIED, patch);
    }

    /** It came to nothing, or is gone: who waited for it need not any more. */
    public Uni<Void> dropped(Tx tx, UUID patch) {
        return ended(tx, REMOVE, patch);
    }

    /** It is staged, and what of it was not made by now will not be: who waited for that part need not any more. */
    public Uni<Void> restNotMade(Tx tx, UUID patch) {
        return ended(tx, REMOVE_UNMADE, patch);
    }

    /** True while the judge has not accepted it, and it did not come to nothing either. */
    Uni<Boolean> isBeingMade(Tx tx, Family family, UUID patch) {
        return tx.column(IS_BEING_MADE, Long.class)
                .setParameter("patch", patch.toString())
                .setParameter("family", family.key().value())
                .getSingleResult()
                .map(count -> count > 0);
    }

    /** Nothing is taken over by this image any more: the judge refused what was. */
    public Uni<Void> bar(Tx tx, Digest manifest) {
        return tx.statement(BAR)
                .setParameter("manifest", manifest.value())
                .executeUpdate()
                .replaceWithVoid();
    }

    Uni<Boolean> isBarred(Tx tx, Digest manifest) {
        return tx.column(IS_BARRED, Long.class)
                .setParameter("manifest", manifest.value())
                .getSingleResult()
                .map(count -> count > 0);
    }

    private Uni<Void> ended(Tx tx, String statement, UUID patch) {
        return tx.column(statement, String.class)
                .setParameter("patch", patch.toString())
                .getResultList()
                // In one order, so that two who end at once do not wait for each other.
                .flatMap(families -> OneByOne.each(
                        families.stream().distinct().sorted().toList(),
                        family -> waiting.wake(tx, new Family(new Digest(family)).awaited())));
    }

    private static Donor donor(Object[] row) {
        String patched = (String) row[4];
        String leftOut = (String) row[5];
        Repository repository = Repository.parse((String) row[2]);
        return new Donor(
                UUID.fromString((String) row[0]),
                new Digest((String) row[1]),
                repository,
                Optional.ofNullable((String) row[8]).map(Repository::parse).orElse(repository),
                Repository.parse((String) row[3]),
                patched.isEmpty() ? Optional.empty() : Optional.of(new Digest(patched)),
                leftOut.isEmpty() ? List.of() : List.of(leftOut.split(",")),
                (String) row[6],
                (Boolean) row[7]);
    }
}
