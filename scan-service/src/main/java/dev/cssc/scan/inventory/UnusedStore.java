package dev.cssc.scan.inventory;

import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;

/**
 * Removes what is known of images that nobody watches and nobody asked for: first the images, then the manifests that no image stands for,
 * then the package sets that no manifest has, with their judgements and findings; layers and foundations by their own age. Packages stay: there are as many as distributions publish,
 * whatever the number of images. Whoever comes to need what is being removed stores it anew. Every method works within the caller's
 * transaction, and answers how many it removed, at most {@code batch}.
 */
@ApplicationScoped
public class UnusedStore {

    private static final String IMAGES = """
            delete from image where (digest, registry, repository) in (
                select i.digest, i.registry, i.repository from image i
                where i.asked < now() - make_interval(secs => :age)
                  and not exists (select 1 from watched_image w where w.digest = i.digest)
                  and not exists (select 1 from watched_image w where w.source = i.digest)
                order by i.asked limit :batch
                for update skip locked)
            returning digest
            """;

    private static final String PLATFORMS = """
            delete from image_platform p
            where p.digest = any (string_to_array(:digests, ','))
              and not exists (select 1 from image i where i.digest = p.digest)
            """;

    private static final String MANIFESTS = """
            delete from manifest where (digest, engine) in (
                select m.digest, m.engine from manifest m
                where m.at < now() - make_interval(secs => :age)
                  and not exists (select 1 from image_platform p where p.manifest = m.digest)
                order by m.at limit :batch
                for update skip locked)
            """;

    private static final String SETS = """
            delete from package_set where id in (
                select s.id from package_set s
                where s.at < now() - make_interval(secs => :age)
                  and not exists (select 1 from manifest m where m.package_set = s.id)
                order by s.at limit :batch
                for update skip locked)
            """;

    private static final String LAYERS = """
            delete from layer where (sources, digest) in (
                select l.sources, l.digest from layer l
                where l.used_at < now() - make_interval(secs => :age)
                order by l.used_at limit :batch
                for update skip locked)
            """;

    private static final String FOUNDATIONS = """
            delete from foundation where (digest, engine) in (
                select f.digest, f.engine from foundation f
                where f.at < now() - make_interval(secs => :age)
                order by f.at limit :batch
                for update skip locked)
            """;

    // Never the last in use: a database that is given a number anew would pass for a newer one.
    private static final String KNOWLEDGE = """
            with old as (
                select k.id from knowledge k
                where k.at < now() - make_interval(secs => :age)
                  and not exists (select 1 from judgement j where j.knowledge = k.id)
                  and exists (select 1 from knowledge newer where newer.name = k.name and newer.turn > k.turn)
                order by k.id limit :batch),
            swept as (delete from sweep using old where sweep.knowledge = old.id)
            delete from knowledge using old where knowledge.id = old.id
            """;

    /** Images and what their digests stand for. */
    Uni<Integer> removeImages(Tx tx, Duration age, int batch) {
        return tx.column(IMAGES, String.class)
                .setParameter("age", age.toSeconds())
                .setParameter("batch", batch)
                .getResultList()
                .call(digests -> tx.statement(PLATFORMS)
                        .setParameter("digests", String.join(",", digests))
                        .executeUpdate())
                .map(digests -> digests.size());
    }

    /** What was read out of manifests that no image stands for, as those of patches that were refused. */
    Uni<Integer> removeManifests(Tx tx, Duration age, int batch) {
        return remove(tx, MANIFESTS, age, batch);
    }

    /** Package sets that no manifest has. */
    Uni<Integer> removeSets(Tx tx, Duration age, int batch) {
        return remove(tx, SETS, age, batch);
    }

    /** What was read of layers that no image had. */
    Uni<Integer> removeLayers(Tx tx, Duration age, int batch) {
        return remove(tx, LAYERS, age, batch);
    }

    /** Foundations that were scanned so long ago: the next image on one is scanned anew. */
    Uni<Integer> removeFoundations(Tx tx, Duration age, int batch) {
        return remove(tx, FOUNDATIONS, age, batch);
    }

    /** Knowledge that no judgement is by, and its sweeps. */
    Uni<Integer> removeKnowledge(Tx tx, Duration age, int batch) {
        return remove(tx, KNOWLEDGE, age, batch);
    }

    private static Uni<Integer> remove(Tx tx, String statement, Duration age, int batch) {
        return tx.statement(statement)
                .setParameter("age", age.toSeconds())
                .setParameter("batch", batch)
                .executeUpdate();
    }
}
