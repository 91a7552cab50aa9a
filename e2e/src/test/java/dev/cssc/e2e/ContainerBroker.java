package dev.cssc.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The broker that tests of the services get with {@code -Dcssc.test.kafka=testcontainers}, in a process of its own: Testcontainers chooses its
 * engine once for a JVM.
 */
record ContainerBroker(Process process, String servers) implements AutoCloseable {

    static ContainerBroker start(Path directory, String engine, String image) throws IOException {
        Path file = directory.resolve("broker");
        Path log = directory.resolve("broker.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dcssc.test.kafka=testcontainers",
                        "-Dcssc.test.kafka.image=" + image,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.cssc.common.testing.BrokerProgram",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("DOCKER_HOST", engine);
        // Its reaper is an image of its own, and this test pulls none; the program ends its container itself.
        builder.environment().put("TESTCONTAINERS_RYUK_DISABLED", "true");
        // Ports are mapped here, also where these tests run in a container themselves.
        builder.environment().put("TESTCONTAINERS_HOST_OVERRIDE", "localhost");
        Process process = builder.start();
        await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(file) || !process.isAlive());
        assertThat(file).as(Files.readString(log)).exists();
        return new ContainerBroker(process, Files.readString(file));
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
