package dev.cssc.e2e;

import dev.cssc.common.embedded.Program;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * An engine of containers for one test: Debian's {@code docker.io}, started with directories of its own and ended by its process. Needs root.
 * Where {@code CSSC_DOCKER_HOST} names one that runs, that is used and left running.
 *
 * @param host as {@code DOCKER_HOST} names it
 * @param process the engine, where it was started here
 * @param directory what it keeps, and nothing else
 * @param madeBridge whether its bridge was not there before
 */
record DockerEngine(String host, Optional<Process> process, Path directory, boolean madeBridge)
        implements AutoCloseable {
    private static final Path OTHER = Path.of("/var/run/docker.sock");
    private static final Path BRIDGE = Path.of("/sys/class/net/docker0");
    private static final Path NOWHERE = Path.of("/dev/null");
    private static final Duration CLEARING = Duration.ofMinutes(2);

    /**
     * Skips the test where there can be no engine, saying why. Fails it where {@code CSSC_REQUIRE_TOOLS} is set and programs are missing,
     * unless {@code CSSC_WITHOUT_DOCKER} says that this run goes without.
     */
    static DockerEngine start(Path directory) throws IOException {
        assumeThat(System.getenv("CSSC_WITHOUT_DOCKER"))
                .as("skipped: CSSC_WITHOUT_DOCKER is set")
                .isNull();
        String given = System.getenv("CSSC_DOCKER_HOST");
        if (given != null && !given.isBlank()) {
            return new DockerEngine(given, Optional.empty(), directory, false);
        }
        assumeThat(System.getProperty("user.name"))
                .as("skipped: an engine is started as root; or name one that runs in CSSC_DOCKER_HOST")
                .isEqualTo("root");
        assumeThat(answers(OTHER))
                .as(
                        "skipped: an engine runs here already, and two would share the machine's rules for packets; name it in"
                                + " CSSC_DOCKER_HOST to have it used")
                .isFalse();
        Tools.need("iptables", "dockerd");
        return started(directory);
    }

    private static DockerEngine started(Path directory) throws IOException {
        Path socket = directory.resolve("docker.sock");
        Path log = directory.resolve("dockerd.log");
        boolean bridge = Files.exists(BRIDGE);
        Process process = new ProcessBuilder(
                        "dockerd",
                        "--host=unix://" + socket,
                        "--data-root=" + directory.resolve("data"),
                        "--exec-root=" + directory.resolve("exec"),
                        "--pidfile=" + directory.resolve("dockerd.pid"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> answers(socket) || !process.isAlive());
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
        return new DockerEngine("unix://" + socket, Optional.of(process), directory, !bridge);
    }

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends the engine, if it was started here, and removes what it kept. */
    @Override
    public void close() throws IOException {
        if (process.isEmpty()) {
            return;
        }
        process.get().destroy();
        try {
            assertThat(process.get().waitFor(60, TimeUnit.SECONDS))
                    .as(Files.readString(directory.resolve("dockerd.log")))
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Program.run(
                NOWHERE, CLEARING, List.of("rm", "--recursive", "--force", "--one-file-system", directory.toString()));
        if (madeBridge && Files.exists(BRIDGE)) {
            Program.run(
                    NOWHERE,
                    CLEARING,
                    List.of("ip", "link", "delete", BRIDGE.getFileName().toString()));
        }
    }
}
