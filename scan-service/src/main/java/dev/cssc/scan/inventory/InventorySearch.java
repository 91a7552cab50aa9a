package dev.cssc.scan.inventory;

import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import dev.cssc.common.version.VersionOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which images hold a package or have a vulnerability, by what is remembered; no registry is asked. An image that was deleted from its
 * registry is found as long as it is remembered. Every method works within the caller's transaction.
 */
@ApplicationScoped
public class InventorySearch {

    // A name is looked up as that of the binary and of the source package: advisories name sources.
    private static final String VERSIONS = """
            select distinct p.id, p.version, s.family
            from package p
            join package_set_package l on l.package = p.id
            join package_set s on s.id = l.package_set
            where (left(p.name, 200) = left(:name, 200) and p.name = :name)
               or (left(p.source_name, 200) = left(:name, 200) and p.source_name = :name)
            """;

    private static final String WITH_PACKAGE = """
            select i.registry, i.repository, i.digest, ip.os, ip.architecture, ip.variant, m.digest as manifest, s.family, s.release,
                   p.name as package_name, p.version as installed, null as vulnerability, null as fixed, null as severity
            from package p
            join package_set_package l on l.package = p.id
            join package_set s on s.id = l.package_set
            join manifest m on m.package_set = s.id
            join image_platform ip on ip.manifest = m.digest
            join image i on i.digest = ip.digest
            where p.id = any (cast(string_to_array(:ids, ',') as bigint[]))
              and cast(p.id as text) || ' ' || s.family = any (string_to_array(:versions, ','))
            """;

    private static final String WITH_VULNERABILITY = """
            select i.registry, i.repository, i.digest, ip.os, ip.architecture, ip.variant, m.digest as manifest, s.family, s.release,
                   f.package as package_name, f.installed, f.vulnerability, f.fixed, f.severity
            from finding f
            join package_set s on s.id = f.package_set
            join manifest m on m.package_set = s.id
            join image_platform ip on ip.manifest = m.digest
            join image i on i.digest = ip.digest
            where left(f.vulnerability, 200) = left(:vulnerability, 200) and f.vulnerability = :vulnerability
            """;

    private static final String PAGE = """
            select distinct * from (%s) hits
            where (registry, repository, digest, manifest, package_name, installed)
                > (:registry, :repository, :digest, :manifest, :package, :installed)
            order by registry, repository, digest, manifest, package_name, installed
            limit :most
            """;

    /**
     * A package in one platform's image, with what was searched for.
     *
     * @param registry where the image was seen
     * @param repository within it
     * @param digest of the image or index
     * @param platform within an index
     * @param manifest that platform's
     * @param os distribution and release
     * @param packageName binary package
     * @param installed its version
     * @param vulnerability the one searched for; absent in a search for a package, as what follows
     * @param fixed the version that has the fix; absent too where there is none yet
     * @param severity as the engine rates it
     */
    @RegisterForReflection
    public record Hit(
            String registry,
            String repository,
            String digest,
            String platform,
            String manifest,
            String os,
            String packageName,
            String installed,
            Optional<String> vulnerability,
            Optional<String> fixed,
            Optional<String> severity) {}

    /** A place in the list, behind which the next page begins. */
    public record Place(
            String registry, String repository, String digest, String manifest, String packageName, String installed) {

        /** Before everything. */
        public static final Place START = new Place("", "", "", "", "", "");
    }

    /**
     * Images with that binary or source package.
     *
     * @param below only older versions than this, in the order of the image's own package manager
     */
    public Uni<List<Hit>> withPackage(Tx tx, String name, Optional<String> below, Place behind, int most) {
        return JsonRows.all(tx, VERSIONS, Map.of("name", name), Version.class).flatMap(versions -> {
            List<Version> wanted = versions.stream()
                    .filter(v -> below.filter(limit -> !v.olderThan(limit)).isEmpty())
                    .toList();
            return wanted.isEmpty()
                    ? Uni.createFrom().item(List.of())
                    : page(
                            tx,
                            WITH_PACKAGE,
                            Map.of(
                                    "ids",
                                            Numbers.list(wanted.stream()
                                                    .map(Version::id)
                                                    .toList()),
                                    "versions",
                                            wanted.stream()
                                                    .map(v -> v.id() + " " + v.family())
                                                    .collect(Collectors.joining(","))),
                            behind,
                            most);
        });
    }

    /** Images whose newest judgement names that vulnerability. */
    public Uni<List<Hit>> withVulnerability(Tx tx, String id, Place behind, int most) {
        return page(tx, WITH_VULNERABILITY, Map.of("vulnerability", id), behind, most);
    }

    private static Uni<List<Hit>> page(Tx tx, String search, Map<String, String> wanted, Place behind, int most) {
        Map<String, Object> parameters = new HashMap<>(wanted);
        parameters.put("registry", behind.registry());
        parameters.put("repository", behind.repository());
        parameters.put("digest", behind.digest());
        parameters.put("manifest", behind.manifest());
        parameters.put("package", behind.packageName());
        parameters.put("installed", behind.installed());
        parameters.put("most", most);
        return JsonRows.all(tx, PAGE.formatted(search), parameters, Row.class)
                .map(rows -> rows.stream().map(Row::hit).toList());
    }

    @RegisterForReflection
    record Version(long id, String version, String family) {
        boolean olderThan(String limit) {
            return VersionOrder.of(family).newer(limit, version);
        }
    }

    @RegisterForReflection
    record Row(
            String registry,
            String repository,
            String digest,
            String os,
            String architecture,
            Optional<String> variant,
            String manifest,
            String family,
            String release,
            String packageName,
            String installed,
            Optional<String> vulnerability,
            Optional<String> fixed,
            Optional<String> severity) {
        Hit hit() {
            return new Hit(
                    registry,
                    repository,
                    digest,
                    os + "/" + architecture + variant.map(v -> "/" + v).orElse(""),
                    manifest,
                    family + " " + release,
                    packageName,
                    installed,
                    vulnerability,
                    fixed,
                    severity);
        }
    }
}
