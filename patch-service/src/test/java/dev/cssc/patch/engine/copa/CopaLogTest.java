package dev.cssc.patch.engine.copa;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class CopaLogTest {

    @Test
    void whatBuildKitRepeatsStandsInTheLogOnce() {
        String said = CopaOutput.of("native-report-patched").stderr();
        assertThat(said.lines().filter(line -> line.endsWith("#5 Updating package database")))
                .as("in the real output")
                .hasSizeGreaterThan(1);

        String log = CopaLog.of(said);

        assertThat(log.lines()).doesNotHaveDuplicates();
        assertThat(log.lines().filter(line -> line.endsWith("#5 Updating package database")))
                .hasSize(1);
        assertThat(log).contains("Starting in single image patching mode", "Setting up liblzma5");
    }

    @Test
    void dpkgsCountingIsLeftOut() {
        assertThat(CopaLog.of("#6 0.3 (Reading database ... (Reading database ... 5%(Reading database ... 10%"
                        + "(Reading database ... 6096 files and directories currently installed.)"))
                .isEqualTo("#6 0.3 (Reading database ... 6096 files and directories currently installed.)");
    }

    @Test
    void ofALongOneTheEndStays() {
        String said = IntStream.range(0, 5_000).mapToObj(i -> "#9 line " + i).collect(Collectors.joining("\n"));

        String log = CopaLog.of(said);

        assertThat(log.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(CopaLog.LIMIT + 100);
        assertThat(log).startsWith("… ").endsWith("#9 line 4999").doesNotContain("#9 line 0\n");
    }
}
