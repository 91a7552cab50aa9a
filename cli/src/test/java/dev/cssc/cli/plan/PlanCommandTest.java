package dev.cssc.cli.plan;

import com.sun.net.httpserver.HttpServer;
import dev.cssc.cli.CommandTest;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.testing.Golden;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The dry run against a real registry; what people and scripts see of it is kept in golden files. */
class PlanCommandTest extends CommandTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String SOME = "{\"repository\":\"demo/app\",\"tags\":[\"1.0\",\"0.9\",\"2.0\"]},"
            + "{\"repository\":\"demo/none\",\"tags\":[\"*\"]}";

    @TempDir
    static Path data;

    private static Optional<EmbeddedRegistry> registry = Optional.empty();

    @BeforeAll
    static void fill() {
        if (EmbeddedRegistry.isInstalled()) {
            registry = Optional.of(EmbeddedRegistry.start(data));
            ExampleTags.push(registry.get().host());
        }
    }

    @AfterAll
    static void end() {
        registry.ifPresent(EmbeddedRegistry::close);
    }

    @BeforeEach
    void requireRegistry() {
        assumeTrue(registry.isPresent(), "docker-registry is not on PATH");
    }

    private static String host() {
        return registry.orElseThrow().host();
    }

    private String policy(String repositories) throws IOException {
        return file("policy.json", "{\"version\":\"v1\",\"repositories\":[" + repositories + "]}");
    }

    /** Run with {@code -Dgolden.update} after a deliberate change, and read the difference. */
    private void assertGolden(String name) throws IOException {
        String actual = out.toString().replace(host(), "REGISTRY");
        assertThat(actual).isEqualTo(Golden.kept(GOLDEN.resolve(name), actual));
    }

    @Test
    void peopleReadWhatIsScannedWhatComesNextAndWhy() throws IOException {
        assertThat(run("plan", "--config", policy(SOME), "--registry", host())).isZero();
        assertGolden("plan.txt");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void scriptsReadTheSameAsJson() throws IOException {
        assertThat(run("plan", "--config", policy(SOME), "-r", host(), "--output", "json"))
                .isZero();
        assertGolden("plan.json");
    }

    @Test
    void tsvHasARowForEachImageAndNoHeadings() throws IOException {
        assertThat(run("plan", "--config", policy(SOME), "-r", host(), "-o", "tsv"))
                .isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.split("\t", -1).length == 10);
    }

    @Test
    void aPlanSaysWherePatchesArePublishedIfNotBesideTheirSource() throws IOException {
        String elsewhere = policy(SOME.replaceFirst("\\{", "{\"target\":{\"prefix\":\"patched\"},"));

        assertThat(run("plan", "--config", elsewhere, "--registry", host())).isZero();
        assertThat(out.toString()).containsPattern(host() + "/(\\S+) \\(patches: " + host() + "/patched/\\1\\)");
    }

    @Test
    void aPlanOfNothingSaysSo() throws IOException {
        String nothing = policy("{\"repository\":\"demo/none\",\"tags\":[\"1\"]}");

        assertThat(run("plan", "--config", nothing, "-r", host())).isZero();
        assertThat(out.toString()).contains("No matching repository and tag found.", "demo/none:1");
    }

    @Test
    void anInvalidPolicyIsToldWholeAndNothingIsContacted() throws IOException {
        String invalid = file(
                "invalid.json",
                "{\"version\":\"v2\",\n\"repositories\":[{\"repository\":\"a\",\"tags\":[\"*\",\"1\"]}]}");
        String watched = url.substring("http://".length());

        assertThat(run("plan", "--config", invalid, "-r", watched)).isEqualTo(ExitCode.INVALID);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("$.version (line 1, column", "$.repositories[0].tags[0] (line 2, column");
        assertThat(run("plan", "--config", invalid, "-r", watched, "-o", "json"))
                .isEqualTo(ExitCode.INVALID);
        assertThat(out.toString())
                .containsPattern("\"images\" ?: ?\\[ ?]")
                .containsPattern("\"path\" ?: \"\\$\\.version\"");
        assertThat(requests).isEmpty();
    }

    @Test
    void aPolicyWhoseRegistryNobodyNamesIsInvalid() throws IOException {
        assertThat(run("plan", "--config", policy(SOME))).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("$.repositories[0]", "pass --registry");
        assertThat(run("plan", "--config", policy(SOME), "-r", "http://" + host()))
                .isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("Did you mean '" + host() + "'?");
    }

    @Test
    void whatCanBeReadIsPlannedThoughARegistryFails() throws IOException {
        String two = policy(SOME + ",{\"registry\":\"no-such-host.invalid\",\"repository\":\"x\",\"tags\":[\"1\"]}");

        assertThat(run("plan", "--config", two, "-r", host())).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(out.toString()).contains("1.0-3", "1 error.");
        assertThat(err.toString()).contains("$.repositories[2]", "no-such-host.invalid", "REGISTRY_UNREACHABLE");
    }

    @Test
    void eachRefusalOfARegistryIsNamed() throws IOException {
        String policy = policy("{\"repository\":\"a\",\"tags\":[\"*\"]}");
        for (int status : new int[] {401, 403, 404}) {
            HttpServer refusing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            refusing.createContext("/", exchange -> {
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
            refusing.start();
            try {
                String host = "127.0.0.1:" + refusing.getAddress().getPort();
                assertThat(run("plan", "--config", policy, "-r", host)).isEqualTo(ExitCode.UNREACHABLE);
                assertThat(err.toString()).contains(host + "/a", String.valueOf(status));
            } finally {
                refusing.stop(0);
            }
        }
    }
}
