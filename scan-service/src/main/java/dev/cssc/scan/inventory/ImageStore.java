package dev.cssc.scan.inventory;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The images: where each was seen, which platforms a digest stands for, and what an engine read out of each platform's manifest. A digest
 * names content, so that what is known of it holds for every repository, a staging repository's included. Every method works within the
 * caller's transaction.
 */
@ApplicationScoped
public class ImageStore {

    private static final String SEEN = """
            insert into image (registry, repository, digest) values (:registry, :repository, :digest)
            on conflict (digest, registry, repository) do update set asked = now() where image.asked < now() - interval '1 day'
            """;

    private static final String WHERE_SEEN = """
            select registry || '/' || repository || '@' || digest from image where digest = any (string_to_array(:digests, ','))
            """;

    private static final String ADD_PLATFORMS = """
            insert into image_platform (digest, position, os, architecture, variant, manifest)
            select :digest, position, os, architecture, variant, manifest
            from json_to_recordset(cast(cast(:platforms as text) as json)) as p(
                position integer, os text, architecture text, variant text, manifest text)
            order by position
            on conflict (digest, position) do nothing
            """;

    private static final String PLATFORMS = """
            select digest, os, architecture, variant, manifest from image_platform
            where digest = any (string_to_array(:digests, ',')) order by digest, position
            """;

    private static final String READ_OUT = """
            insert into manifest (digest, engine, version, package_set, not_understood)
            values (:digest, :engine, :version, nullif(cast(:set as bigint), 0), nullif(:why, ''))
            on conflict (digest, engine) do update set version = excluded.version, package_set = excluded.package_set,
                not_understood = excluded.not_understood, at = now()
            """;

    private static final String MANIFESTS = """
            select digest, version, package_set, not_understood from manifest
            where engine = :engine and digest = any (string_to_array(:digests, ','))
            """;

    /** What an engine read out of a manifest. */
    public sealed interface Reading {
        /** Which version of the engine did. */
        String version();

        /** It has these packages. */
        record Packages(String version, long set) implements Reading {}

        /** Nothing that this version of the engine understands with its database. */
        record NotUnderstood(String version, String why) implements Reading {}
    }

    /** Remembers that the image is in that repository, that somebody asks for it now, and which platforms it stands for. */
    public Uni<Void> keepPlatforms(Tx tx, Repository repository, Digest digest, List<PlatformManifest> platforms) {
        return tx.statement(SEEN)
                .setParameter("registry", repository.registry())
                .setParameter("repository", repository.path())
                .setParameter("digest", digest.value())
                .executeUpdate()
                .chain(() -> tx.statement(ADD_PLATFORMS)
                        .setParameter("digest", digest.value())
                        .setParameter("platforms", JsonRows.write(PlatformRow.of(platforms)))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Where those of the digests were seen, {@code registry/repository@digest}. */
    public Uni<Set<String>> whereSeen(Tx tx, Collection<Digest> digests) {
        return tx.column(WHERE_SEEN, String.class)
                .setParameter("digests", list(digests))
                .getResultList()
                .map(Set::copyOf);
    }

    /** The platforms of those of the digests that are known, each in the order of its index. */
    public Uni<Map<Digest, List<PlatformManifest>>> platforms(Tx tx, Collection<Digest> digests) {
        return JsonRows.all(tx, PLATFORMS, Map.of("digests", list(digests)), StoredPlatform.class)
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> new Digest(row.digest()),
                                Collectors.mapping(StoredPlatform::image, Collectors.toList()))));
    }

    /** Remembers that the manifest has these packages. */
    public Uni<Void> keepPackages(Tx tx, Digest manifest, Scanner scanner, long set) {
        return keep(tx, manifest, scanner.name(), scanner.version(), set, "");
    }

    /** What it depends on that an engine understands nothing of an image: a newer database may know its release. */
    static String knowledge(Scanner scanner) {
        return scanner.version() + " with " + scanner.database();
    }

    /** Remembers that the engine understood nothing of the manifest. */
    public Uni<Void> keepNotUnderstood(Tx tx, Digest manifest, Scanner scanner, String why) {
        return keep(
                tx,
                manifest,
                scanner.name(),
                knowledge(scanner),
                0,
                SearchText.of(why).isBlank() ? "-" : SearchText.of(why));
    }

    private static Uni<Void> keep(Tx tx, Digest manifest, String engine, String version, long set, String why) {
        return tx.statement(READ_OUT)
                .setParameter("digest", manifest.value())
                .setParameter("engine", engine)
                .setParameter("version", version)
                .setParameter("set", set)
                .setParameter("why", why)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** What that engine read out of those of the manifests that it looked at. */
    public Uni<Map<Digest, Reading>> readings(Tx tx, String engine, Collection<Digest> manifests) {
        return JsonRows.all(tx, MANIFESTS, Map.of("engine", engine, "digests", list(manifests)), StoredManifest.class)
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> new Digest(row.digest()), StoredManifest::reading)));
    }

    private static String list(Collection<Digest> digests) {
        return digests.stream().map(Digest::value).distinct().collect(Collectors.joining(","));
    }

    @RegisterForReflection
    record PlatformRow(int position, String os, String architecture, Optional<String> variant, String manifest) {
        static List<PlatformRow> of(List<PlatformManifest> images) {
            return IntStream.range(0, images.size())
                    .mapToObj(i -> of(i, images.get(i).platform(), images.get(i).manifest()))
                    .toList();
        }

        private static PlatformRow of(int position, Platform platform, Digest manifest) {
            return new PlatformRow(
                    position,
                    SearchText.of(platform.os()),
                    SearchText.of(platform.architecture()),
                    platform.variant().map(SearchText::of),
                    manifest.value());
        }
    }

    @RegisterForReflection
    record StoredPlatform(String digest, String os, String architecture, Optional<String> variant, String manifest) {
        PlatformManifest image() {
            return new PlatformManifest(new Platform(os, architecture, variant), new Digest(manifest));
        }
    }

    @RegisterForReflection
    record StoredManifest(String digest, String version, Optional<Long> packageSet, Optional<String> notUnderstood) {
        Reading reading() {
            return packageSet
                    .<Reading>map(set -> new Reading.Packages(version, set))
                    .orElseGet(() -> new Reading.NotUnderstood(version, notUnderstood.orElse("-")));
        }
    }
}
