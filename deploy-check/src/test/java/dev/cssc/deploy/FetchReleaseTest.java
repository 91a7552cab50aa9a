package dev.cssc.deploy;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code deploy/fetch-release} puts into an image, and what it does not. */
class FetchReleaseTest {
    private static final String ARCHIVE = "tool_1.2.3_linux_amd64.tar.gz";

    @TempDir
    private Path scratch;

    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private HttpServer server;
    private byte[] archive = new byte[0];

    @BeforeEach
    void aProjectThatPublishesItsTool() throws IOException, InterruptedException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] content = served.get(exchange.getRequestURI().getPath().substring(1));
            exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
            if (content != null) {
                exchange.getResponseBody().write(content);
            }
            exchange.close();
        });
        server.start();
        archive = packed("tool", "trivy");
        served.put(ARCHIVE, archive);
        served.put("checksums.txt", (sha256(archive) + "  " + ARCHIVE + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private byte[] packed(String... programs) throws IOException, InterruptedException {
        for (String program : programs) {
            Files.writeString(scratch.resolve(program), "#!/bin/sh\n");
        }
        Path file = scratch.resolve("packed.tar.gz");
        List<String> command =
                new ArrayList<>(List.of("tar", "--create", "--gzip", "--file=" + file, "--directory=" + scratch));
        command.addAll(List.of(programs));
        assertThat(new ProcessBuilder(command).start().waitFor(30, TimeUnit.SECONDS))
                .isTrue();
        return Files.readAllBytes(file);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Script.Ended fetch(String program, String version, String checksum) {
        return fetch(
                program,
                version,
                checksum,
                "http://127.0.0.1:" + server.getAddress().getPort());
    }

    private Script.Ended fetch(String program, String version, String checksum, String site) {
        try {
            Path script = scratch.resolve("fetch-release");
            if (!Files.exists(script)) {
                Files.copy(Helm.PROJECT.resolve("deploy/fetch-release"), script);
            }
            Files.writeString(
                    scratch.resolve("releases"),
                    "# a list\n%s %s amd64 %s %s/%s %s/checksums.txt\n"
                            .formatted(program, version, checksum, site, ARCHIVE, site));
            return Script.run(
                    script,
                    scratch,
                    Map.of(),
                    program,
                    "amd64",
                    scratch.resolve("bin").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Test
    void aProgramWithTheChecksumThatIsWrittenDownIsPutThere() {
        Script.Ended ended = fetch("tool", "1.2.3", sha256(archive));

        assertThat(ended.code()).as(ended.stderr()).isZero();
        assertThat(ended.stdout()).contains("tool 1.2.3", "sha256:" + sha256(archive));
        assertThat(scratch.resolve("bin/tool")).isExecutable();
    }

    @Test
    void anotherContentIsRefusedAndNothingIsPutThere() {
        Script.Ended ended = fetch("tool", "1.2.3", "0".repeat(64));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.stderr()).contains(ARCHIVE + " has not the checksum 000", sha256(archive));
        assertThat(scratch.resolve("bin")).doesNotExist();
    }

    @Test
    void withoutAChecksumTheProjectsOwnIsTakenAndSaidSo() {
        Script.Ended ended = fetch("tool", "1.2.3", "-");

        assertThat(ended.code()).as(ended.stderr()).isZero();
        assertThat(ended.stderr()).contains("no checksum in deploy/releases", "deploy/pin");

        served.put("checksums.txt", ("1".repeat(64) + "  " + ARCHIVE + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(fetch("tool", "1.2.3", "-").code()).isEqualTo(1);
        served.put("checksums.txt", "for other files\n".getBytes(StandardCharsets.UTF_8));
        assertThat(fetch("tool", "1.2.3", "-").stderr()).contains("no checksum for " + ARCHIVE);
    }

    @Test
    void theIntrudersTriviesAreRefusedWhateverTheirChecksum() {
        for (String version : new String[] {"0.69.4", "0.69.5", "0.69.6"}) {
            assertThat(fetch("trivy", version, sha256(archive)).stderr()).contains("intruder", "0.70.0");
        }
        assertThat(fetch("trivy", "0.70.0", sha256(archive)).code()).isZero();
    }

    @Test
    void whatCannotBeFetchedOrComesWithoutTlsIsRefused() {
        served.remove(ARCHIVE);
        assertThat(fetch("tool", "1.2.3", sha256(archive)).stderr()).contains("cannot be fetched");
        assertThat(fetch("tool", "1.2.3", sha256(archive), "http://registry.invalid")
                        .stderr())
                .contains("it has no TLS");
    }

    @Test
    void aPlatformThatIsNotListedIsRefused() throws IOException, InterruptedException {
        Script.Ended ended = Script.run(
                Helm.PROJECT.resolve("deploy/fetch-release"),
                scratch,
                Map.of(),
                "copa",
                "riscv64",
                scratch.resolve("bin").toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.stderr()).contains("no copa for riscv64");
    }
}
