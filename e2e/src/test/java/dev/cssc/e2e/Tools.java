package dev.cssc.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assumptions.assumeThat;

/** Programs of this machine. */
final class Tools {
    private Tools() {}

    /** Those of the programs that are not on PATH. */
    static List<String> missing(String... programs) {
        return Arrays.stream(programs).filter(program -> !present(program)).toList();
    }

    /**
     * Skips the test, naming what is missing, where one of the programs is not on PATH; fails it instead where {@code CSSC_REQUIRE_TOOLS} is
     * set, so that a run which is to prove something cannot prove nothing.
     */
    static void need(String... programs) {
        List<String> missing = missing(programs);
        if (!missing.isEmpty() && System.getenv("CSSC_REQUIRE_TOOLS") != null) {
            throw new AssertionError("not on PATH, though CSSC_REQUIRE_TOOLS is set: " + missing);
        }
        assumeThat(missing)
                .as("skipped: these programs are not on PATH; .ci/run installs them")
                .isEmpty();
    }

    /**
     * The same for Trivy and for Go, which the databases it is tested with are written with; not required where {@code
     * CSSC_WITHOUT_TRIVY} says that this run goes without.
     */
    static void needTrivy() {
        assumeThat(System.getenv("CSSC_WITHOUT_TRIVY"))
                .as("skipped: CSSC_WITHOUT_TRIVY is set")
                .isNull();
        need("trivy", "go");
    }

    /** Skips a test that types what documents show where {@code CSSC_WITHOUT_DOCUMENT_TOOLS} says that this run goes without. */
    static void needWhatDocumentsName() {
        assumeThat(System.getenv("CSSC_WITHOUT_DOCUMENT_TOOLS"))
                .as("skipped: CSSC_WITHOUT_DOCUMENT_TOOLS is set")
                .isNull();
        need("curl", "jq", "kcat");
    }

    /** Skips a test that runs the services' jars, which a build of native programs does not make. */
    static void needJars() {
        assumeThat(System.getenv("CSSC_NATIVE"))
                .as("skipped: it runs the services' jars, and with -Pnative native programs were built in their place")
                .isNotEqualTo("yes");
    }

    private static boolean present(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
