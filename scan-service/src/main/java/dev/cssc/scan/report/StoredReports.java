package dev.cssc.scan.report;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.inventory.Compressed;
import dev.cssc.scan.inventory.Findings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports put together from what is remembered: the newest judgement of each platform's packages. */
@ApplicationScoped
public class StoredReports {

    private static final String OF_DIGEST = """
            select p.os, p.architecture, p.variant, m.digest as manifest, m.not_understood, s.digest as inventory, s.family, s.release,
                   s.packages, j.end_of_life, encode(j.findings, 'base64') as findings, k.name as scanner, k.version, k.database, j.stale, j.at,
                   (select coalesce(string_agg(i.registry || '/' || i.repository || '@' || i.digest, ',' order by i.registry, i.repository), '')
                    from image i where i.digest = :digest) as images
            from (select position, os, architecture, variant, manifest from image_platform where digest = :digest
                  union all
                  select 0, null, null, null, :digest where not exists (select 1 from image_platform where digest = :digest)) p
            join lateral (select digest, package_set, not_understood from manifest where digest = p.manifest order by at desc limit 1) m on true
            left join package_set s on s.id = m.package_set
            left join judgement j on j.package_set = s.id and j.knowledge = s.knowledge
            left join knowledge k on k.id = s.knowledge
            order by p.position
            """;

    /** What is known of the image of that digest, or of each platform of that index; empty where it was never looked at. */
    public Uni<List<PlatformReport>> of(Tx tx, Digest digest) {
        return JsonRows.all(tx, OF_DIGEST, Map.of("digest", digest.value()), Row.class)
                .map(rows -> rows.stream().map(Row::report).toList());
    }

    @RegisterForReflection
    record Row(
            Optional<String> os,
            Optional<String> architecture,
            Optional<String> variant,
            String manifest,
            Optional<String> notUnderstood,
            Optional<String> inventory,
            Optional<String> family,
            Optional<String> release,
            Optional<Integer> packages,
            Optional<Boolean> endOfLife,
            Optional<String> findings,
            Optional<String> scanner,
            Optional<String> version,
            Optional<String> database,
            Optional<Boolean> stale,
            Optional<Instant> at,
            String images) {

        PlatformReport report() {
            return new PlatformReport(
                    os.flatMap(name -> architecture.map(a -> new Platform(name, a, variant).toString())),
                    new Digest(manifest),
                    findings.map(found -> new Report(
                            new Digest(manifest),
                            Arrays.stream(images.split(","))
                                    .filter(name -> !name.isEmpty())
                                    .toList(),
                            new OperatingSystem(family.orElse(""), release.orElse("")),
                            endOfLife.orElse(false),
                            packages.orElse(0),
                            new Digest(inventory.orElseThrow()),
                            new Scanner(scanner.orElse(""), version.orElse(""), database.orElse(""), stale),
                            at.orElse(Instant.EPOCH),
                            findings(Compressed.read(found, Findings.class)))),
                    notUnderstood);
        }

        private static List<ReportFinding> findings(Findings found) {
            return Report.findings(found.fixable(), found.unfixed());
        }
    }
}
