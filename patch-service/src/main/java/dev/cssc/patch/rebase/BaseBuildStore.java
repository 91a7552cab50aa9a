package dev.cssc.patch.rebase;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.transaction.Tx;
import dev.cssc.patch.graft.ImageLayers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Builds that bases' tags were seen at, and what the judge refused, in the database. Bounded: what nobody meets any more goes, and of all the
 * oldest beyond a number. Every method works within the caller's transaction.
 */
@ApplicationScoped
public class BaseBuildStore {
    /** Of one base and platform: a build a week for two years. */
    private static final int MOST_OF_ONE = 100;

    private static final int MOST = 20_000;
    private static final int BATCH = 200;

    private static final String FIND = """
            select manifest, layers, family, release from base_build
            where base = :base and platform = :platform order by first_seen desc limit :most
            """;

    private static final String KEEP = """
            insert into base_build (base, platform, manifest, layers, family, release)
            values (:base, :platform, :manifest, :layers, :family, :release)
            on conflict (base, platform, manifest) do nothing
            """;

    // Once a day is often enough to know what is in use.
    private static final String USED = """
            update base_build set used_at = now()
            where base = :base and platform = :platform and manifest = :manifest and used_at < now() - interval '1 day'
            """;

    private static final String FORGET = """
            delete from base_build where (base, platform, manifest) in (
                (select base, platform, manifest from base_build
                 where base = :base and platform = :platform order by used_at desc, first_seen desc offset :mostOfOne limit :batch)
                union
                (select base, platform, manifest from base_build
                 where used_at < now() - make_interval(secs => :keep) limit :batch)
                union
                (select base, platform, manifest from base_build order by used_at desc offset :most limit :batch))
            """;

    private static final String BAR = """
            insert into rebase_barred (manifest, base) values (:manifest, :base)
            on conflict (manifest, base) do update set at = now(), engine_had_turn = false
            """;

    private static final String FORGET_BARRED = """
            delete from rebase_barred where (manifest, base) in (
                select manifest, base from rebase_barred where at < now() - make_interval(secs => :keep) limit :batch)
            """;

    // Both: a long schedule must not let the time pass without the engine, a short one must not try each second run in
    // vain.
    private static final String IS_BARRED = """
            select count(*) from rebase_barred where manifest = :manifest and base = :base
            and (not engine_had_turn or at >= now() - make_interval(secs => :engine))
            """;

    private static final String ENGINE_HAD_TURN =
            "update rebase_barred set engine_had_turn = true where manifest = :manifest and not engine_had_turn";

    private final RebaseConfig config;

    BaseBuildStore(RebaseConfig config) {
        this.config = config;
    }

    /**
     * A build that is remembered.
     *
     * @param layers what identifies its layers, lowest first
     * @param os which release it says it is
     */
    record Remembered(Digest manifest, List<String> layers, OperatingSystem os) {
        /** True where that image begins with all of its layers and has more. */
        boolean liesBelow(ImageLayers image) {
            List<String> all = lines(image);
            return !layers.isEmpty()
                    && all.size() > layers.size()
                    && all.subList(0, layers.size()).equals(layers);
        }
    }

    /** Those of that tag and platform, newest first. */
    Uni<List<Remembered>> of(Tx tx, ImageReference base, Platform platform) {
        return tx.rows(FIND)
                .setParameter("base", base.toString())
                .setParameter("platform", platform.toString())
                .setParameter("most", MOST_OF_ONE)
                .getResultList()
                .map(rows -> rows.stream().map(BaseBuildStore::remembered).toList());
    }

    /** Remembers a build. */
    Uni<Void> keep(Tx tx, ImageReference base, BaseBuild build, OperatingSystem os) {
        return tx.statement(KEEP)
                .setParameter("base", base.toString())
                .setParameter("platform", build.platform().toString())
                .setParameter("manifest", build.manifest().value())
                .setParameter("layers", String.join("\n", lines(build.image())))
                .setParameter("family", os.family())
                .setParameter("release", os.release())
                .executeUpdate()
                .chain(() -> tx.statement(FORGET)
                        .setParameter("base", base.toString())
                        .setParameter("platform", build.platform().toString())
                        .setParameter("mostOfOne", MOST_OF_ONE)
                        .setParameter("keep", config.keep().toMillis() / 1000.0)
                        .setParameter("most", MOST)
                        .setParameter("batch", BATCH)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** It was met once more. */
    Uni<Void> used(Tx tx, ImageReference base, BaseBuild build) {
        return tx.statement(USED)
                .setParameter("base", base.toString())
                .setParameter("platform", build.platform().toString())
                .setParameter("manifest", build.manifest().value())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The judge refused that image on a newer build of the base: the engine patches it for a while, whatever builds come. */
    public Uni<Void> bar(Tx tx, Digest manifest, Repository base) {
        return tx.statement(BAR)
                .setParameter("manifest", manifest.value())
                .setParameter("base", base.toString())
                .executeUpdate()
                .chain(() -> tx.statement(FORGET_BARRED)
                        .setParameter("keep", config.keep().toMillis() / 1000.0)
                        .setParameter("batch", BATCH)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** That image was patched without its base. */
    public Uni<Void> engineHadTurn(Tx tx, Digest manifest) {
        return tx.statement(ENGINE_HAD_TURN)
                .setParameter("manifest", manifest.value())
                .executeUpdate()
                .replaceWithVoid();
    }

    Uni<Boolean> isBarred(Tx tx, Digest manifest, Repository base) {
        return tx.column(IS_BARRED, Long.class)
                .setParameter("manifest", manifest.value())
                .setParameter("base", base.toString())
                .setParameter("engine", config.engineAfterRefusal().toMillis() / 1000.0)
                .getSingleResult()
                .map(count -> count > 0);
    }

    private static List<String> lines(ImageLayers image) {
        return image.layers().stream()
                .map(layer -> layer.digest() + " " + layer.diffId())
                .collect(Collectors.toList());
    }

    private static Remembered remembered(Object[] row) {
        return new Remembered(
                new Digest((String) row[0]),
                List.of(((String) row[1]).split("\n")),
                new OperatingSystem((String) row[2], (String) row[3]));
    }
}
