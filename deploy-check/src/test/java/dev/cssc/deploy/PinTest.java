package dev.cssc.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code deploy/pin} writes down, with a registry that wants a token as Docker Hub does. */
class PinTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @TempDir
    private Path scratch;

    private HttpServer server;
    private String host = "";

    @BeforeEach
    void aRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host = "127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/token")) {
            boolean asked = exchange.getRequestURI().getQuery().contains("scope=repository:team/base:pull");
            byte[] token = ("{\"token\": \"" + (asked ? "good" : "bad") + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
        } else if (path.equals("/checksums.txt")) {
            byte[] checksums = ("cd".repeat(32) + "  tool.tar.gz\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, checksums.length);
            exchange.getResponseBody().write(checksums);
        } else if (!"Bearer good".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders()
                    .add("WWW-Authenticate", "Bearer realm=\"http://" + host + "/token\",service=\"here\"");
            exchange.sendResponseHeaders(401, -1);
        } else if (path.equals("/v2/team/base/manifests/1.2")
                && exchange.getRequestHeaders().getFirst("Accept").contains("image.index")) {
            exchange.getResponseHeaders().add("Docker-Content-Digest", DIGEST);
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
        exchange.close();
    }

    private Script.Ended pin(String files, String... arguments) throws IOException, InterruptedException {
        Path file = Files.writeString(scratch.resolve("files"), files);
        return Script.run(
                Helm.PROJECT.resolve("deploy/pin"), scratch, Map.of("CSSC_PIN_FILES", file.toString()), arguments);
    }

    @Test
    void basesOfBothKindsOfFilesAreWrittenByDigest() throws IOException, InterruptedException {
        Script.Ended ended = pin("""
                ARG JRE_IMAGE=%1$s/team/base:1.2
                    image: ${KAFKA_IMAGE:-%1$s/team/base:1.2}
                """.formatted(host));

        assertThat(ended.code()).as(ended.stderr()).isZero();
        assertThat(ended.stdout().lines().skip(1))
                .containsExactly(
                        "JRE_IMAGE=" + host + "/team/base:1.2@" + DIGEST,
                        "KAFKA_IMAGE=" + host + "/team/base:1.2@" + DIGEST);
    }

    @Test
    void whatCannotBeResolvedIsSaidAndTheRestIsWrittenNevertheless() throws IOException, InterruptedException {
        Path pinned = scratch.resolve("pinned.env");

        Script.Ended ended = pin("""
                ARG GONE_IMAGE=%1$s/team/base:9
                ARG JRE_IMAGE=%1$s/team/base:1.2
                ARG NOBODY_IMAGE=127.0.0.1:1/team/base:1.2
                """.formatted(host), pinned.toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.stderr())
                .contains("pin: " + host + "/team/base:9: " + host + " answers 404")
                .contains("pin: 127.0.0.1:1/team/base:1.2: 127.0.0.1:1 answers 000");
        assertThat(Files.readString(pinned)).contains("JRE_IMAGE=").doesNotContain("GONE", "NOBODY");
    }

    @Test
    void checksumsThatAreMissingAreFilledInAndOthersStay() throws IOException, InterruptedException {
        String known = "tool 1 arm64 " + "ef".repeat(32) + " https://x.invalid/t.tar.gz https://x.invalid/c\n";
        Path releases = Files.writeString(
                scratch.resolve("releases"),
                "# text\n" + known
                        + "tool 1 amd64 - http://%1$s/tool.tar.gz http://%1$s/checksums.txt\n".formatted(host));

        Script.Ended ended = Script.run(
                Helm.PROJECT.resolve("deploy/pin"),
                scratch,
                Map.of("CSSC_PIN_RELEASES", releases.toString()),
                "--releases");

        assertThat(ended.code()).as(ended.stderr()).isZero();
        assertThat(Files.readString(releases))
                .contains("# text\n" + known, "tool 1 amd64 " + "cd".repeat(32) + " http");
    }

    @Test
    void everyBaseOfTheFilesIsFound() throws IOException {
        String files = Files.readString(Helm.PROJECT.resolve("deploy/Containerfile.jvm"))
                + Files.readString(Helm.PROJECT.resolve("deploy/Containerfile.native"))
                + Files.readString(Helm.PROJECT.resolve("docker-compose.yml"));

        assertThat(files.lines().filter(line -> line.contains("_IMAGE=") || line.contains("_IMAGE:")))
                .filteredOn(line -> !line.strip().startsWith("org.opencontainers"))
                .hasSizeGreaterThan(10)
                .allMatch(
                        line -> line.matches("ARG [A-Z_]+_IMAGE=\\S+") || line.matches(".*\\$\\{[A-Z_]+_IMAGE:-\\S+}"));
    }
}
