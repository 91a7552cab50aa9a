package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;

import java.util.Optional;
import java.util.Set;

/**
 * Which engine was taken, and why: Trivy and Copa where they are usable, otherwise the image's own package manager and Buildah, which need
 * neither a database nor a daemon.
 *
 * @param name what the service's configuration calls it
 * @param why in words for a person
 */
record EngineChoice(String name, String why) {
    private static final Set<String> SCAN = Set.of("trivy", "package-manager");
    private static final Set<String> PATCH = Set.of("copa", "buildah");

    /** What to do where Trivy is there and its database is not. */
    private static final String WITHOUT_DATABASE = """


            A database comes
            - from Trivy's own places, where they can be reached from here;
            - from a mirror: --trivy-db-repository HOST/REPOSITORY:TAG (or CSSC_TRIVY_DB_REPOSITORY), filled for example with
              'crane copy ghcr.io/aquasecurity/trivy-db:2 HOST/REPOSITORY:TAG';
            - from a directory that has one: TRIVY_CACHE_DIR=DIRECTORY, with db/trivy.db and db/metadata.json in it;
            - for trying it out, from what Debian itself says of the example image, written here (this takes Go):
              './cssc demo --scan-engine trivy --example-database'.""";

    /** What the choice depends on. */
    interface Tools {
        /** True where the program is on {@code PATH}. */
        boolean installed(String program);

        /** What Trivy's vulnerability database is like. May download or renew it. */
        TrivyDatabase trivyDatabase();

        /** Why BuildKit cannot be used at the address; empty where something answers there. */
        Optional<String> buildkitMissing(String address);
    }

    static EngineChoice scan(Optional<String> asked, Tools tools) {
        if (asked.isPresent()) {
            checkScan(asked.get());
            if ("package-manager".equals(asked.get())) {
                return new EngineChoice(asked.get(), "asked for");
            }
        }
        EngineChoice usable = usableScan(tools);
        return asked.isPresent()
                ? taken(asked.get(), usable, "--scan-engine", tools.installed("trivy") ? WITHOUT_DATABASE : "")
                : usable;
    }

    private static EngineChoice usableScan(Tools tools) {
        if (!tools.installed("trivy")) {
            return new EngineChoice("package-manager", "trivy is not on PATH");
        }
        return switch (tools.trivyDatabase()) {
            case TrivyDatabase.Missing(String why) ->
                new EngineChoice("package-manager", "trivy is on PATH, but " + why);
            case TrivyDatabase.Present(var cache, var renewable, var repository) ->
                new EngineChoice(
                        "trivy",
                        "it is on PATH and has a vulnerability database"
                                + repository.map(name -> " from " + name).orElse("")
                                + (renewable ? "" : ", used as it is because it cannot be renewed from here"));
        };
    }

    static EngineChoice patch(Optional<String> asked, String buildkit, Tools tools) {
        if (asked.isPresent()) {
            checkPatch(asked.get());
            if ("buildah".equals(asked.get())) {
                return new EngineChoice(asked.get(), "asked for");
            }
        }
        EngineChoice usable = usablePatch(buildkit, tools);
        return asked.isPresent() ? taken(asked.get(), usable, "--patch-engine", "") : usable;
    }

    private static EngineChoice usablePatch(String buildkit, Tools tools) {
        if (!tools.installed("copa")) {
            return new EngineChoice("buildah", "copa is not on PATH");
        }
        return tools.buildkitMissing(buildkit)
                .map(why -> new EngineChoice("buildah", "copa is on PATH, but " + why))
                .orElseGet(() -> new EngineChoice("copa", "it is on PATH and BuildKit answers at " + buildkit));
    }

    /** What was asked for, or the reason why it cannot be had. */
    private static EngineChoice taken(String name, EngineChoice usable, String option, String remedy) {
        if (!usable.name().equals(name)) {
            throw new CliException(option + " is " + name + ", but that cannot be used: " + usable.why()
                    + ". Nothing was started; leave the option out to use " + usable.name() + "." + remedy);
        }
        return new EngineChoice(name, "asked for");
    }

    /** Refuses what is no scan engine. */
    static void checkScan(String name) {
        check(name, SCAN, "--scan-engine");
    }

    /** Refuses what is no patch engine. */
    static void checkPatch(String name) {
        check(name, PATCH, "--patch-engine");
    }

    private static void check(String name, Set<String> known, String option) {
        if (!known.contains(name)) {
            throw new CliException(
                    ExitCode.INVALID,
                    option + " is '" + name + "'; expected "
                            + String.join(" or ", known.stream().sorted().toList()) + ".");
        }
    }
}
