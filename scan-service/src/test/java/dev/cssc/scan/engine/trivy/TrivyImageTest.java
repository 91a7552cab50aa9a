package dev.cssc.scan.engine.trivy;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.ChildTool;
import dev.cssc.scan.database.Databases;
import dev.cssc.scan.database.SharedCache;
import dev.cssc.scan.engine.NoCredentials;
import dev.cssc.scan.engine.RegistryAccess;
import dev.cssc.scan.engine.ScanRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** How Trivy is called where it fetches its database itself. The child writes down its calls, one a line. */
class TrivyImageTest {

    private static final Repository REPOSITORY = Repository.parse("127.0.0.1:5000/library/debian");

    @TempDir
    Path directory;

    private List<String> calls(boolean plainHttp) throws IOException {
        Path script = Files.createFile(
                directory.resolve("trivy"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                script,
                "#!/bin/sh\necho \"$@\" >> '" + directory.resolve("calls")
                        + "'\necho '{\"SchemaVersion\":2,\"Metadata\":{}}'\n");
        RegistryAccess access = new NoCredentials(directory, plainHttp, image -> List.of());
        TrivyConfig config = RealTrivy.config(
                directory.resolve("cache"),
                Map.of("program", script.toString(), "db-repository", "registry.example/trivy-db:2"));
        LayerCaches caches = new LayerCaches(new WorkDirectories(directory.resolve("caches")), 1_000);
        SharedCache cache = new SharedCache(directory.resolve("cache"), Optional.of("some"), false);
        try (RegistryAccess.Login login =
                        access.login(REPOSITORY, ChildTool.TAKES_REGISTRY_TOKEN, Duration.ofSeconds(20));
                Databases.Held database = cache.hold()) {
            new TrivyImage(new ChildProcesses(), access, config, caches)
                    .read(
                            new ScanRequest(
                                    REPOSITORY,
                                    Digest.of("x"),
                                    Platform.of("linux", "amd64"),
                                    directory,
                                    Instant.now()),
                            login,
                            database);
        }
        return Files.readAllLines(directory.resolve("calls"));
    }

    @Test
    void databaseIsNeverFetchedWithoutVerificationForAnImageOfARegistryWithoutTls() throws IOException {
        assertThat(calls(true))
                .satisfiesExactly(
                        fetching -> assertThat(fetching)
                                .contains("--download-db-only", "--db-repository=registry.example/trivy-db:2")
                                .doesNotContain("--insecure"),
                        judging -> assertThat(judging)
                                .contains("--insecure", "--skip-db-update")
                                .endsWith(REPOSITORY + "@" + Digest.of("x")));
    }

    @Test
    void forAnImageOfARegistryWithTlsTheSameCallFetchesAndJudges() throws IOException {
        assertThat(calls(false))
                .singleElement()
                .satisfies(call -> assertThat(call)
                        .contains("--db-repository=registry.example/trivy-db:2")
                        .doesNotContain("--insecure", "--skip-db-update"));
    }
}
