package dev.cssc.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Values given over the chart's defaults.
 *
 * @param name in words, for the names of tests
 * @param files files of values, the later wins
 * @param settings single ones, {@code path=value}, that win over the files
 */
record ValueSet(String name, List<Path> files, List<String> settings) {

    static final ValueSet DEFAULTS = new ValueSet("defaults", List.of(), List.of());

    /** Everything that is off by default, and a value for everything that is empty by default. */
    static final ValueSet EVERYTHING = file("everything");

    /** Both engines are Buildah's. */
    static final ValueSet BUILDAH = file("buildah");

    /** Only the scan service works with Buildah. */
    static final ValueSet MIXED = new ValueSet(
            "package-manager and copa",
            List.of(),
            List.of("scan.engine=package-manager", "buildah.allowPrivileges=true", "buildah.hostUsers=true"));

    /** What can be switched off is. */
    static final ValueSet LITTLE = file("little");

    /** All that are to be rendered whole. */
    static Stream<ValueSet> all() {
        return Stream.of(DEFAULTS, EVERYTHING, BUILDAH, MIXED, LITTLE);
    }

    static ValueSet of(String... settings) {
        return new ValueSet(String.join(", ", settings), List.of(), List.of(settings));
    }

    private static ValueSet file(String name) {
        return new ValueSet(
                name,
                List.of(Helm.PROJECT.resolve("deploy-check/src/test/resources/values/" + name + ".yaml")),
                List.of());
    }

    @Override
    public String toString() {
        return name;
    }
}
