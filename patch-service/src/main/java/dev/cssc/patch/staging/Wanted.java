package dev.cssc.patch.staging;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

import java.util.List;
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
     * @param means where the engine comes to work on another platform, or an image is put on yet another build, the answer is another
     */
    public static Wanted of(VulnsFound found, String engine, Means means) {
        List<Platform> unrunnable = means.unrunnable(found);
        String packages = lines(found.platforms().stream()
                .flatMap(platform -> platform.packages().stream()
                        .map(p -> platform.manifest() + " " + p.name() + " " + p.installed() + " " + p.fixed())));
        Digest value = Digest.of(engine + "\n" + found.scanner().name() + " "
                + found.scanner().database() + "\n" + packages
                + (unrunnable.isEmpty()
                        ? ""
                        : "\nnot on\n" + lines(unrunnable.stream().map(Platform::toString)))
                + (means.rebases().isEmpty()
                        ? ""
                        : "\nrebased\n"
                                + lines(means.rebases().entrySet().stream()
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
