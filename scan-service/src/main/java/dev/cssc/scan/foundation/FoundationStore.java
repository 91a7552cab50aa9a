package dev.cssc.scan.foundation;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.engine.PackageSources;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was read of layers, and which package sets rest on them. Every method works within the caller's transaction. */
@ApplicationScoped
public class FoundationStore {

    private static final String FIND = """
            select digest, touches, used_at < now() - interval '1 day' as forgotten_soon from layer
            where sources = :sources and digest = any (string_to_array(:digests, ','))
            """;

    // Once a day is often enough to know what is in use.
    private static final String USED = """
            update layer set used_at = now() where (sources, digest) in (
                select sources, digest from layer
                where sources = :sources and digest = any (string_to_array(:digests, ',')) and used_at < now() - interval '1 day'
                for update skip locked)
            """;

    private static final String KEEP = """
            insert into layer (sources, digest, touches)
            select :sources, digest, touches
            from json_to_recordset(cast(cast(:layers as text) as json)) as l(digest text, touches text)
            order by digest
            on conflict do nothing
            """;

    private static final String SET = """
            select s.id from foundation f join package_set s on s.id = f.package_set
            where f.digest = :digest and f.engine = :engine and f.version = :version
            for key share of s
            """;

    private static final String KEEP_SET = """
            insert into foundation (digest, engine, version, package_set) values (:digest, :engine, :version, :set)
            on conflict (digest, engine) do update set version = excluded.version, package_set = excluded.package_set, at = now()
            where (foundation.version, foundation.package_set) <> (excluded.version, excluded.package_set)
            """;

    /** What is known of those of the layers that were met before: whether each touches the sources. */
    public Uni<Map<Digest, Boolean>> find(Tx tx, PackageSources sources, Collection<Digest> layers) {
        Map<String, String> which = Map.of(
                "sources",
                sources.digest().value(),
                "digests",
                layers.stream().map(Digest::value).distinct().collect(Collectors.joining(",")));
        return JsonRows.all(tx, FIND, which, Known.class)
                .call(rows -> rows.stream().anyMatch(Known::forgottenSoon)
                        ? used(tx, which)
                        : Uni.createFrom().voidItem())
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> new Digest(row.digest()),
                                row -> row.touches().isPresent())));
    }

    private static Uni<Integer> used(Tx tx, Map<String, String> which) {
        var update = tx.statement(USED);
        which.forEach(update::setParameter);
        return update.executeUpdate();
    }

    /**
     * Remembers what was read.
     *
     * @param touches by layer, the path by which it touches the sources, or why it has to count as one that does; empty where it does not
     */
    public Uni<Void> keep(Tx tx, PackageSources sources, Map<Digest, Optional<String>> touches) {
        List<Row> rows = touches.entrySet().stream()
                .map(entry -> new Row(entry.getKey().value(), entry.getValue()))
                .toList();
        return tx.statement(KEEP)
                .setParameter("sources", sources.digest().value())
                .setParameter("layers", JsonRows.write(rows))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The package set that this version of the engine read from the foundation. */
    public Uni<Optional<Long>> set(Tx tx, Foundation foundation, Scanner scanner) {
        return tx.column(SET, Long.class)
                .setParameter("digest", foundation.digest().value())
                .setParameter("engine", scanner.name())
                .setParameter("version", scanner.version())
                .getResultList()
                .map(rows -> rows.stream().findFirst());
    }

    /** Remembers the package set that the engine read from the foundation. */
    public Uni<Void> keep(Tx tx, Foundation foundation, Scanner scanner, long set) {
        return tx.statement(KEEP_SET)
                .setParameter("digest", foundation.digest().value())
                .setParameter("engine", scanner.name())
                .setParameter("version", scanner.version())
                .setParameter("set", set)
                .executeUpdate()
                .replaceWithVoid();
    }

    @RegisterForReflection
    record Row(String digest, Optional<String> touches) {}

    @RegisterForReflection
    record Known(String digest, Optional<String> touches, boolean forgottenSoon) {}
}
