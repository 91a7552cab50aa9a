package dev.cssc.e2e;

import dev.cssc.common.testing.Transcript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The same loop with Trivy and Copa, where they are usable: both on PATH, with a BuildKit. The advisory database is written from what Debian
 * says of the example image, so that nothing has to be downloaded.
 */
class ProductionEnginesIT {

    @Test
    void theDemoPatchesWithTrivyAndCopaAndEndsTheSameWay(@TempDir Path home) {
        Tools.need("docker-registry", "debootstrap");
        Tools.needTrivy();
        assumeThat(Tools.missing("copa")).as("skipped: copa is not on PATH").isEmpty();
        assumeThat(System.getenv("CSSC_BUILDKIT_ADDR"))
                .as("skipped: CSSC_BUILDKIT_ADDR names no BuildKit for Copa")
                .isNotBlank();
        Cssc cssc = new Cssc(home, Map.of("CSSC_PORT_BASE", "27000"));
        try {
            Transcript demo = demo(cssc);
            assertThat(demo.stdout()).contains("Scan engine: trivy", "Patch engine: copa", "12-1", "PATCHED");

            Cssc.Endpoints endpoints = cssc.endpoints();
            Registry registry = new Registry(endpoints.registry());
            String source = endpoints.registry() + "/demo/debian:12";
            PublishedPatch patch = PublishedPatch.of(registry, "demo/debian", "12", "12-1");
            patch.isTheSourceWithOneCleanLayer(source);
            patch.holdsWhatIsToldToBeFixed(
                    new Runs(endpoints.triggerUrl()).image(source).at("/patched/fixed"));

            assertThat(demo(cssc).stdout()).containsIgnoringCase("nothing");
            assertThat(registry.tags("demo/debian")).containsExactly("12", "12-1");
        } finally {
            cssc.run("down");
        }
    }

    private static Transcript demo(Cssc cssc) {
        return cssc.run("demo", "--scan-engine=trivy", "--patch-engine=copa", "--example-database")
                .succeeded();
    }
}
