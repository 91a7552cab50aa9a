package dev.cssc.patch.staging;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.patch.rebase.RebasePlan;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Identity of what a patch is asked for. Asked the same of the same source, the engine can only answer the same, and the judge can only
 * judge it the same.
 *
 * @param value digest of the packages to raise on each platform, the knowledge they come from, the engine, and the platforms on which it
 *     does not work
 * @param question digest of the same, of the source, and of the criteria by which the patch is judged
 */
public record Wanted(Digest value, Digest question) {
    /**
     * What these findings ask of that engine.
     *
     * @param unrunnable the platforms with packages to raise on which it does not work: once it does, the answer is another
     */
    public static Wanted of(VulnsFound found, String engine, Collection<Platform> unrunnable) {
        return of(found, engine, unrunnable, Map.of());
    }

    /**
     * The same where some platforms are not the engine's.
     *
     * @param rebases those that are put on another build of their base, by manifest: on yet another one the answer is another
     */
    static Wanted of(
            VulnsFound found, String engine, Collection<Platform> unrunnable, Map<Digest, RebasePlan> rebases) {
        String packages = lines(found.platforms().stream()
                .flatMap(platform -> platform.packages().stream()
                        .map(p -> platform.manifest() + " " + p.name() + " " + p.installed() + " " + p.fixed())));
        Digest value = Digest.of(engine + "\n" + found.scanner().name() + " "
                + found.scanner().database() + "\n" + packages
                + (unrunnable.isEmpty()
                        ? ""
                        : "\nnot on\n" + lines(unrunnable.stream().map(Platform::toString)))
                + (rebases.isEmpty()
                        ? ""
                        : "\nrebased\n"
                                + lines(rebases.entrySet().stream()
                                        .map(e -> e.getKey() + " "
                                                + e.getValue().rebase().to()))));
        return new Wanted(
                value,
                Digest.of(value + "\n" + found.source().digest() + "\n"
                        + criteria(found.criteria().orElse(Criteria.NONE))));
    }

    /** Only what decides: another reason for ignoring a vulnerability is no other question. */
    private static String criteria(Criteria criteria) {
        return criteria.minimumSeverity().map(Enum::name).orElse("")
                + "\n"
                + lines(criteria.ignored().stream()
                        .map(i -> i.id() + " " + i.packageName().orElse("") + " "
                                + i.expires().map(Object::toString).orElse("")))
                + "\n" + lines(criteria.platforms().stream().map(Platform::toString))
                + (criteria.acceptsPartial() ? "" : "\nall or nothing")
                + (criteria.wantsAllPlatforms() ? "\nall platforms or none" : "");
    }

    private static String lines(Stream<String> all) {
        return all.distinct().sorted().collect(Collectors.joining("\n"));
    }
}
