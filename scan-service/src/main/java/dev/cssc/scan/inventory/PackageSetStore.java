package dev.cssc.scan.inventory;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The package sets, each once however many images have it. Storing one again changes nothing, from any number of replicas at once: rows are
 * written in the order of their identities, so that two writers never wait for each other. Every method works within the caller's
 * transaction.
 */
@ApplicationScoped
public class PackageSetStore {

    private static final String NUMBERS = """
            select digest, id from package_set where digest = any (string_to_array(:digests, ','))
            """;

    private static final String ADD = """
            insert into package_set (digest, family, release, end_of_life, packages, content)
            select digest, family, release, end_of_life, packages, decode(content, 'base64')
            from json_to_recordset(cast(cast(:sets as text) as json)) as s(
                digest text, family text, release text, end_of_life boolean, packages integer, content text)
            order by digest
            on conflict (digest) do nothing
            returning digest, id
            """;

    private static final String ADD_PACKAGES = """
            insert into package (identity, name, version, architecture, source_name, source_version)
            select identity, name, version, architecture, source_name, source_version
            from json_to_recordset(cast(cast(:packages as text) as json)) as p(
                identity text, name text, version text, architecture text, source_name text, source_version text)
            where not exists (select 1 from package known where known.identity = p.identity)
            order by identity
            on conflict (identity) do nothing
            """;

    private static final String LINK = """
            insert into package_set_package (package_set, package)
            select s.package_set, p.id
            from json_to_recordset(cast(cast(:links as text) as json)) as s(package_set bigint, packages json)
            cross join json_array_elements_text(s.packages) as l(identity)
            join package p on p.identity = l.identity
            order by 2, 1
            on conflict do nothing
            """;

    private static final String READ = """
            select id, family, release, end_of_life, encode(content, 'base64') as content
            from package_set where id = any (cast(string_to_array(:ids, ',') as bigint[]))
            """;

    /** Stores those that are not stored yet; answers the number of each, by {@link Inventory#digest()}. */
    public Uni<Map<Digest, Long>> keep(Tx tx, Collection<Inventory> inventories) {
        Map<Digest, Inventory> sets = new TreeMap<>();
        inventories.forEach(inventory -> sets.put(inventory.digest(), inventory));
        return numbers(tx, sets.keySet()).flatMap(known -> {
            Map<Digest, Inventory> missing = new TreeMap<>(sets);
            missing.keySet().removeAll(known.keySet());
            return missing.isEmpty()
                    ? Uni.createFrom().item(known)
                    : add(tx, missing).chain(() -> numbers(tx, sets.keySet()));
        });
    }

    private static Uni<Map<Digest, Long>> numbers(Tx tx, Set<Digest> digests) {
        return byDigest(tx.rows(NUMBERS)
                .setParameter("digests", digests.stream().map(Digest::value).collect(Collectors.joining(",")))
                .getResultList());
    }

    /** Whoever is first stores the packages too; a second one waits for it at the set's own row, and has nothing left to do. */
    private static Uni<Void> add(Tx tx, Map<Digest, Inventory> sets) {
        List<SetRow> rows = sets.entrySet().stream()
                .map(entry -> SetRow.of(entry.getKey(), entry.getValue()))
                .toList();
        return byDigest(tx.rows(ADD).setParameter("sets", JsonRows.write(rows)).getResultList())
                .flatMap(added -> added.isEmpty() ? Uni.createFrom().voidItem() : addPackages(tx, sets, added));
    }

    private static Uni<Void> addPackages(Tx tx, Map<Digest, Inventory> sets, Map<Digest, Long> added) {
        Map<String, PackageRow> packages = new HashMap<>();
        List<Link> links = new ArrayList<>();
        sets.forEach((digest, inventory) ->
                Optional.ofNullable(added.get(digest)).ifPresent(set -> links.add(link(set, inventory, packages))));
        return tx.statement(ADD_PACKAGES)
                .setParameter("packages", JsonRows.write(packages.values()))
                .executeUpdate()
                .chain(() -> tx.statement(LINK)
                        .setParameter("links", JsonRows.write(links))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Link link(long set, Inventory inventory, Map<String, PackageRow> packages) {
        Set<String> identities = new HashSet<>();
        for (InstalledPackage installed : inventory.packages()) {
            PackageRow row = PackageRow.of(installed);
            packages.put(row.identity(), row);
            identities.add(row.identity());
        }
        return new Link(set, identities);
    }

    /** The stored sets of these numbers, as they were when they were first seen. */
    public Uni<Map<Long, Inventory>> read(Tx tx, Collection<Long> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : JsonRows.all(tx, READ, Map.of("ids", Numbers.list(ids)), Stored.class)
                        .map(rows -> rows.stream().collect(Collectors.toMap(Stored::id, Stored::inventory)));
    }

    private static Uni<Map<Digest, Long>> byDigest(Uni<List<Object[]>> rows) {
        return rows.map(all -> all.stream()
                .collect(Collectors.toMap(row -> new Digest((String) row[0]), row -> ((Number) row[1]).longValue())));
    }

    @RegisterForReflection
    record SetRow(String digest, String family, String release, boolean endOfLife, int packages, String content) {
        static SetRow of(Digest digest, Inventory inventory) {
            return new SetRow(
                    digest.value(),
                    SearchText.of(inventory.os().family()),
                    SearchText.of(inventory.os().release()),
                    inventory.endOfLife(),
                    inventory.packages().size(),
                    Compressed.json(inventory.packages()));
        }
    }

    @RegisterForReflection
    record PackageRow(
            String identity,
            String name,
            String version,
            String architecture,
            String sourceName,
            String sourceVersion) {
        static PackageRow of(InstalledPackage p) {
            String identity = Digest.of(String.join(
                            "\t", p.name(), p.version(), p.architecture(), p.sourceName(), p.sourceVersion()))
                    .hex();
            return new PackageRow(
                    identity,
                    SearchText.of(p.name()),
                    SearchText.of(p.version()),
                    SearchText.of(p.architecture()),
                    SearchText.of(p.sourceName()),
                    SearchText.of(p.sourceVersion()));
        }
    }

    @RegisterForReflection
    record Link(long packageSet, Set<String> packages) {}

    @RegisterForReflection(targets = {Stored.class, InstalledPackage.class})
    record Stored(long id, String family, String release, boolean endOfLife, String content) {
        Inventory inventory() {
            return new Inventory(
                    new OperatingSystem(family, release),
                    endOfLife,
                    Arrays.asList(Compressed.read(content, InstalledPackage[].class)));
        }
    }
}
