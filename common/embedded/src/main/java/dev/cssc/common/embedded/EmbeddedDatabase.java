package dev.cssc.common.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server of this machine, reachable over loopback only, from binaries that come as artifacts. It trusts every local
 * connection, as embedded databases do. Runs as root too: the server is then put into a user namespace of its own. It ends with this JVM;
 * where the JVM was killed, the next start on the same directory ends the one left behind first.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    /** The database everything is in; a schema per service. */
    private static final String NAME = "postgres";

    private static final String USER = "postgres";

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /** How much a crash of the machine may cost. */
    public enum Durability {
        /** What was committed stays. */
        KEPT,
        /** Nothing is forced to disk: for tests, several times as fast. */
        SCRATCH
    }

    /**
     * Starts a server and returns when it answers (2 to 3 seconds).
     *
     * @param dataDirectory where its files live; created where there is none, continued where there is one
     * @param port the port to listen on, 0 for a free one
     * @param durability whether commits reach the disk
     * @throws UncheckedIOException where it does not start; the server's own words went to standard error
     */
    public static EmbeddedDatabase start(Path dataDirectory, int port, Durability durability) {
        try {
            Path data = dataDirectory.toAbsolutePath();
            Files.createDirectories(data);
            endLeftBehind(data);
            var builder = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(
                            CacheDirectory.resolve("postgres").toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(FreePort.orAny(port))
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("max_connections", "200");
            switch (durability) {
                // The library's own default is off, and it starts the server with -F.
                case KEPT -> builder.setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on");
                case SCRATCH ->
                    builder.setServerConfig("fsync", "off")
                            .setServerConfig("full_page_writes", "off")
                            .setServerConfig("synchronous_commit", "off");
            }
            return new EmbeddedDatabase(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start on " + dataDirectory, e);
        }
    }

    /**
     * Ends the server that still runs on a data directory, if one does: a killed JVM leaves its server running, and that one holds
     * directory and port.
     *
     * @throws IOException where it does not end within 30 seconds
     */
    public static void endLeftBehind(Path data) throws IOException {
        Optional<ProcessHandle> leftBehind = serverOn(data);
        if (leftBehind.isEmpty()) {
            return;
        }
        ProcessHandle process = leftBehind.get();
        // SIGINT is PostgreSQL's "fast" shutdown; the SIGTERM that destroy() sends waits for every client to leave.
        new ProcessBuilder(List.of("kill", "-INT", String.valueOf(process.pid()))).start();
        try {
            process.onExit().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for PostgreSQL of process " + process.pid(), e);
        } catch (Exception e) {
            throw new IOException(
                    "PostgreSQL of process " + process.pid() + " still runs on " + data + " and does not end", e);
        }
    }

    /**
     * The server that runs on a data directory, if one does. Inside its user namespace its pid is the machine's, so the pid file can be
     * believed; the command line is compared because pids are used again.
     */
    public static Optional<ProcessHandle> serverOn(Path dataDirectory) throws IOException {
        Path pidFile = dataDirectory.resolve("postmaster.pid");
        if (!Files.isReadable(pidFile)) {
            return Optional.empty();
        }
        String pid = Files.readAllLines(pidFile).stream().findFirst().orElse("").strip();
        if (!pid.matches("\\d{1,10}")) {
            return Optional.empty();
        }
        String directory = dataDirectory.toAbsolutePath().toString();
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .filter(process -> commandLine(process).contains(directory));
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return process.info().commandLine().orElse("");
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** For JDBC, that is for migrations. */
    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** For the reactive client. */
    public String reactiveUrl() {
        return "postgresql://127.0.0.1:" + port() + "/" + NAME;
    }

    /** The user to connect as. */
    public String username() {
        return USER;
    }

    /** Accepted, as any other would be. */
    public String password() {
        return USER;
    }

    /** Ends the server in an orderly way; the data stays. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL on port " + port() + " did not end", e);
        }
    }
}
