package dev.cssc.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A stand-in for something that goes wrong, running as a program of its own until it is closed. */
record StandIn(Process process, String address) implements AutoCloseable {
    private static final String PACKAGE = "dev.cssc.common.testing.fault.";

    /** A registry that accepts and never answers. */
    static StandIn hungRegistry(Path directory) throws IOException {
        return start(
                directory,
                "HungRegistry",
                List.of(directory.resolve("HungRegistry").toString()));
    }

    /** A registry in front of that one, which begins to send layers and never goes on while the file is there. */
    static StandIn stallingLayers(Path directory, String registry, Path stall) throws IOException {
        return start(
                directory,
                "StallingLayers",
                List.of(registry, directory.resolve("StallingLayers").toString(), stall.toString()));
    }

    private static StandIn start(Path directory, String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PACKAGE + program));
        command.addAll(arguments);
        Path log = directory.resolve(program + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Path file = directory.resolve(program);
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(file) || !process.isAlive());
        assertThat(file).as(Files.readString(log)).exists();
        return new StandIn(process, Files.readString(file));
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
