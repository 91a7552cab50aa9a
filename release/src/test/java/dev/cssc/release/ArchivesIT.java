package dev.cssc.release;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The files of a release: all there, with their checksums, and equal in every build of the same sources. */
class ArchivesIT {
    private static final Instant TIME = Instant.parse(System.getProperty("cssc.time"));

    static Stream<Path> archives() {
        return Dist.files().stream().filter(name -> name.endsWith("gz")).map(Dist.DIRECTORY::resolve);
    }

    @Test
    void checksumsAreOfEveryFileAndHold() throws Exception {
        Map<String, String> sums = Files.readAllLines(Dist.DIRECTORY.resolve("SHA256SUMS")).stream()
                .map(line -> line.split(" [ *]", 2))
                .collect(Collectors.toMap(columns -> columns[1], columns -> columns[0]));

        assertThat(sums.keySet())
                .containsExactlyInAnyOrderElementsOf(Dist.files().stream()
                        .filter(name -> !name.equals("SHA256SUMS"))
                        .toList());
        for (Map.Entry<String, String> sum : sums.entrySet()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] content = Files.readAllBytes(Dist.DIRECTORY.resolve(sum.getKey()));
            assertThat(HexFormat.of().formatHex(digest.digest(content)))
                    .as(sum.getKey())
                    .isEqualTo(sum.getValue());
        }
    }

    @Test
    void everyFileIsOfThisVersion() {
        assertThat(Dist.files())
                .filteredOn(name -> !name.contains(Dist.VERSION))
                .containsExactly("SHA256SUMS");
    }

    @ParameterizedTest
    @MethodSource("archives")
    void nothingInAnArchiveSaysWhenAndByWhomItWasMade(Path archive) throws IOException {
        assertThat(Dist.entries(archive)).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.getLastModifiedTime().toInstant())
                    .as(entry.getName())
                    .isEqualTo(TIME);
            assertThat(entry.getLongUserId()).as(entry.getName()).isZero();
            assertThat(entry.getLongGroupId()).as(entry.getName()).isZero();
            assertThat(entry.getMode() & 0777).as(entry.getName()).isIn(0644, 0755);
        });
        byte[] gzip = Files.readAllBytes(archive);
        assertThat(List.of(gzip[4], gzip[5], gzip[6], gzip[7]))
                .as("gzip's own time")
                .containsOnly((byte) 0);
    }

    @ParameterizedTest
    @MethodSource("archives")
    void everyArchiveHasTheLicense(Path archive) throws IOException {
        byte[] license = Files.readAllBytes(Path.of("../LICENSE"));

        assertThat(Dist.entries(archive))
                .filteredOn(entry -> entry.getName().matches("[^/]+/LICENSE"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getSize()).isEqualTo(license.length));
    }

    @Test
    void whatIsPackedTwiceIsEqual() throws IOException {
        String name = Dist.archive("cssc").getFileName().toString();

        assertThat(Files.mismatch(Dist.archive("cssc"), Path.of("target/again", name)))
                .isEqualTo(-1);
    }

    @Test
    void everythingInOurJarsHasTheOneTime(@TempDir Path directory) throws IOException {
        Dist.unpack(Dist.archive("cssc"), directory);
        List<Path> ours;
        try (Stream<Path> files = Files.walk(directory)) {
            ours = files.filter(file -> file.getFileName().toString().matches("cssc-.*\\.jar"))
                    .toList();
        }

        assertThat(ours).hasSize(5);
        for (Path jar : ours) {
            try (JarFile opened = new JarFile(jar.toFile())) {
                assertThat(opened.stream())
                        .as(jar.getFileName().toString())
                        .allSatisfy(entry -> assertThat(entry.getTimeLocal())
                                .as(entry.getName())
                                .isEqualTo(LocalDateTime.ofInstant(TIME, ZoneOffset.UTC)));
            }
        }
    }

    @Test
    void whatIsDeployedIsAllThere() {
        assertThat(Dist.entries(Dist.archive("cssc-deploy")))
                .extracting(entry -> entry.getName().substring(("cssc-deploy-" + Dist.VERSION + "/").length()))
                .contains(
                        "docker-compose.yml",
                        "deploy/compose.buildah.yml",
                        "deploy/compose-secrets/.gitignore",
                        "deploy/buildkitd.toml",
                        "deploy/Containerfile.jvm",
                        "deploy/Containerfile.native",
                        "deploy/kustomize/base/kustomization.yaml",
                        "deploy/observability/alerts.yaml",
                        "CHANGELOG.md");
    }

    @Test
    void theChartIsOneForHelm(@TempDir Path directory) {
        Path chart = Dist.DIRECTORY.resolve("cssc-chart-" + Dist.VERSION + ".tgz");
        assertThat(Dist.entries(chart))
                .extracting(entry -> entry.getName())
                .contains("cssc/Chart.yaml", "cssc/values.yaml", "cssc/templates/_helpers.tpl");

        assumeThat(Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "helm"))))
                .as("skipped: helm is not on PATH")
                .isTrue();
        assertThat(Dist.run(directory, List.of("helm", "show", "chart", chart.toString()), Map.of())
                        .with(0)
                        .stdout())
                .contains("name: cssc");
    }
}
