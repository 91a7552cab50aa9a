package dev.cssc.patch.staging;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The question to which a patch is the answer. Asked the same of the same source, the engine can only answer the same, and the judge can only
 * judge it the same.
 *
 * @param wanted digest of the packages to raise on each platform, the knowledge they come from, the engine, and the platforms on which it
 *     does not work
 * @param identity digest of the same, of the source, and of the criteria by which the patch is judged
 */
public record Question(Digest wanted, Digest identity) {
    /**
     * What these findings ask of that engine.
     *
     * @param means where the engine comes to work on another platform, or an image is put on yet another build, the answer is another
     */
    public static Question of(VulnsFound found, String engine, Means means) {
        Digest wanted = Digest.of(engine + "\n" + found.scanner().name() + " "
                + found.scanner().database() + "\n" + packages(found) + unrunnable(found, means) + rebases(means));
        return new Question(
                wanted,
                Digest.of(wanted + "\n" + found.source().digest() + "\n"
                        + criteria(found.criteria().orElse(Criteria.NONE))));
    }

    private static String packages(VulnsFound found) {
        return lines(found.platforms().stream()
                .flatMap(platform -> platform.packages().stream()
                        .map(p -> platform.manifest() + " " + p.name() + " " + p.installed() + " " + p.fixed())));
    }

    private static String unrunnable(VulnsFound found, Means means) {
        List<Platform> platforms = means.unrunnable(found);
        return platforms.isEmpty()
                ? ""
                : "\nnot on\n" + lines(platforms.stream().map(Platform::toString));
    }

    private static String rebases(Means means) {
        return means.rebases().isEmpty()
                ? ""
                : "\nrebased\n"
                        + lines(means.rebases().entrySet().stream()
                                .map(e ->
                                        e.getKey() + " " + e.getValue().rebase().to()));
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
