package dev.cssc.patch.staging;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.patch.graft.Graft;
import dev.cssc.patch.rebase.RebasePlan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a patched manifest says about itself; read again by {@link Lineage}. */
final class LineageNotes {
    private LineageNotes() {}

    /**
     * The annotations of a patch.
     *
     * @param found what was asked for: its source (for a child of an index still the index) is the base
     * @param raised what was raised
     * @param engine what raised it
     * @param created when
     */
    static Map<String, String> of(VulnsFound found, Collection<PackageUpgrade> raised, String engine, Instant created) {
        return Map.of(
                Lineage.BASE_NAME, found.source().name(),
                Lineage.BASE_DIGEST, found.source().digest().value(),
                Lineage.CREATED, created.truncatedTo(ChronoUnit.SECONDS).toString(),
                Lineage.FIXED, fixed(raised),
                Lineage.ENGINE, engine,
                Lineage.DATABASE, found.scanner().name() + " " + found.scanner().database(),
                Lineage.RUN, found.run());
    }

    /** The same of a patch whose layers were taken over from another one. */
    static Map<String, String> of(VulnsFound found, Graft graft, String engine, Instant created) {
        Map<String, String> notes = new HashMap<>(of(found, graft.raised(), engine, created));
        notes.put(Lineage.GRAFT, graft.patched().value());
        return notes;
    }

    /** The same of an image that was put on a newer build of its base. The base that is stated stays the source: what was patched. */
    static Map<String, String> of(
            VulnsFound found, Rebase rebase, Collection<PackageUpgrade> raised, String engine, Instant created) {
        Map<String, String> notes = new HashMap<>(of(found, raised, engine, created));
        notes.put(Lineage.REBASE, rebase.to().value());
        return notes;
    }

    /** The entry in the history of such an image. */
    static String deed(RebasePlan plan, List<PackageUpgrade> raised) {
        return raised.stream()
                .map(p -> p.name() + " " + p.installed() + " -> " + p.fixed())
                .collect(Collectors.joining(
                        ", ", "rebase on " + plan.base() + "@" + plan.rebase().to() + ": ", ""));
    }

    /** The entry in the image's history: which package went from which version to which. */
    static String deed(String engine, List<PackageUpgrade> raised) {
        return raised.stream()
                .map(p -> p.name() + " " + p.installed() + " -> " + p.fixed())
                .collect(Collectors.joining(", ", "patch with " + engine + ": ", ""));
    }

    private static String fixed(Collection<PackageUpgrade> raised) {
        return raised.stream()
                .flatMap(p -> p.vulnerabilities().isEmpty()
                        ? Stream.of(p.name())
                        : p.vulnerabilities().stream().map(Vulnerability::id))
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }
}
