package dev.cssc.common.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real registry as a child process on the loopback address: Debian's {@code docker-registry} (distribution 2.8), or
 * go-containerregistry's {@code crane registry serve}. Both are looked up on {@code PATH} only. Deletion is on. Not for production.
 *
 * <p>The process ends with {@link #close()}. Its data stays in the directory.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int LINES_TOLD = 15;

    /** Free ports can be taken by somebody else before the registry has them. */
    private static final int TRIES = 3;

    private final Process process;
    private final int port;
    private final Path log;

    private EmbeddedRegistry(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * What to start {@code docker-registry} with.
     *
     * @param directory for configuration, log and, below {@code data}, the content; created where absent
     * @param port on 127.0.0.1; 0 takes a free one
     * @param htpasswd lines {@code user:bcrypt} of who is let in by HTTP Basic; everybody where empty
     * @param tokens who mints the tokens that are let in, and no others; nobody where empty
     * @param deletion whether manifests may be deleted; the registry answers 405 otherwise
     */
    public record Settings(
            Path directory, int port, Optional<String> htpasswd, Optional<TokenRealm> tokens, boolean deletion) {

        /** A free port, open to everybody, deletion on. */
        public static Settings in(Path directory) {
            return new Settings(directory, 0, Optional.empty(), Optional.empty(), true);
        }

        /** The same on that port. */
        public Settings on(int fixedPort) {
            return new Settings(directory, fixedPort, htpasswd, tokens, deletion);
        }

        /** The same for those users only. */
        public Settings onlyFor(String htpasswdLines) {
            return new Settings(directory, port, Optional.of(htpasswdLines), tokens, deletion);
        }

        /** The same, keeping every manifest. */
        public Settings withoutDeletion() {
            return new Settings(directory, port, htpasswd, tokens, false);
        }

        /** The same for bearers of tokens of that realm only. */
        public Settings withTokensOf(TokenRealm realm) {
            return new Settings(directory, port, Optional.empty(), Optional.of(realm), deletion);
        }
    }

    /**
     * Where tokens come from (distribution: {@code auth.token}).
     *
     * @param url where clients are sent for one
     * @param service what the registry calls itself there
     * @param issuer who has to have issued it
     * @param certificates PEM file with the certificates of those who may sign it
     */
    public record TokenRealm(String url, String service, String issuer, Path certificates) {}

    /** True where {@code docker-registry} is on {@code PATH}. */
    public static boolean isInstalled() {
        return onPath("docker-registry").isPresent();
    }

    /** True where {@code crane} is on {@code PATH}. */
    public static boolean isCraneInstalled() {
        return onPath("crane").isPresent();
    }

    /** Starts {@code docker-registry} as {@link Settings#in} says and waits until it answers. */
    public static EmbeddedRegistry start(Path directory) {
        return start(Settings.in(directory));
    }

    /**
     * Starts {@code docker-registry} and waits until it answers.
     *
     * @throws IllegalStateException with the end of its log, where it is not installed, the port is taken, it
     *     ends, or does not answer within 30 seconds
     */
    public static EmbeddedRegistry start(Settings settings) {
        Path program = onPath("docker-registry")
                .orElseThrow(() -> new IllegalStateException(
                        "docker-registry is not on PATH: install Debian's package docker-registry"));
        return started(settings.directory(), settings.port(), port -> {
            Path configuration = settings.directory().resolve("config.yml");
            Files.writeString(configuration, configuration(settings, port));
            return List.of(program.toString(), "serve", configuration.toString());
        });
    }

    /**
     * Starts {@code crane registry serve} with its content in memory and waits until it answers.
     *
     * @param directory for its log
     */
    public static EmbeddedRegistry startCrane(Path directory) {
        Path program = onPath("crane").orElseThrow(() -> new IllegalStateException("crane is not on PATH"));
        return started(
                directory, 0, port -> List.of(program.toString(), "registry", "serve", "--address=127.0.0.1:" + port));
    }

    /** {@code 127.0.0.1:port}, as image references name it. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** What it printed so far. */
    public Path log() {
        return log;
    }

    /** True while the process runs. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Ends the process: politely, and after 10 seconds by force. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private interface CommandLine {
        List<String> on(int port) throws IOException;
    }

    private static EmbeddedRegistry started(Path directory, int wanted, CommandLine commandLine) {
        for (int left = TRIES - 1; ; left--) {
            try {
                Files.createDirectories(directory);
                int port = wanted == 0 ? freePort() : requireFree(wanted);
                Path log = directory.resolve("registry.log");
                List<String> command = commandLine.on(port);
                Process process = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .start();
                EmbeddedRegistry registry = new EmbeddedRegistry(process, port, log);
                if (registry.awaitReady()) {
                    return registry;
                }
                registry.close();
                if (left == 0 || wanted != 0) {
                    throw new IllegalStateException("registry on port " + port + " did not come up:\n"
                            + new ServiceLog(registry.log).end(LINES_TOLD));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("starting a registry in " + directory, e);
            }
        }
    }

    /** True once {@code /v2/} answers, with 200 or with the 401 of a registry that wants credentials. */
    private boolean awaitReady() {
        long end = System.nanoTime() + READY.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                HttpURLConnection connection = (HttpURLConnection)
                        URI.create("http://" + host() + "/v2/").toURL().openConnection(java.net.Proxy.NO_PROXY);
                connection.setConnectTimeout(1_000);
                connection.setReadTimeout(1_000);
                int status = connection.getResponseCode();
                connection.disconnect();
                if ((status == 200 || status == 401) && process.isAlive()) {
                    return true;
                }
            } catch (IOException e) {
                // not listening yet
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private static String configuration(Settings settings, int port) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "version: 0.1",
                "log: {level: info, accesslog: {disabled: true}}",
                "storage:",
                "  filesystem: {rootdirectory: " + quoted(settings.directory().resolve("data")) + "}",
                "  delete: {enabled: " + settings.deletion() + "}",
                // Relative where somebody stands in front of it, who has another address.
                "http: {addr: '127.0.0.1:" + port + "', relativeurls: "
                        + settings.tokens().isPresent() + "}"));
        if (settings.htpasswd().isPresent()) {
            Path users = settings.directory().resolve("htpasswd");
            Files.writeString(users, settings.htpasswd().get() + "\n");
            lines.add("auth:");
            lines.add("  htpasswd: {realm: registry, path: " + quoted(users) + "}");
        }
        settings.tokens()
                .ifPresent(realm -> lines.addAll(List.of(
                        "auth:",
                        "  token:",
                        "    realm: '" + realm.url() + "'",
                        "    service: '" + realm.service() + "'",
                        "    issuer: '" + realm.issuer() + "'",
                        "    rootcertbundle: " + quoted(realm.certificates()))));
        return String.join("\n", lines) + "\n";
    }

    /** A YAML single-quoted text. */
    private static String quoted(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Asked first, because whoever has the port would answer in the registry's place. */
    private static int requireFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("port " + port + " on 127.0.0.1 is taken by another process", e);
        }
    }

    private static Optional<Path> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String directory : path.split(File.pathSeparator)) {
            Path candidate = Path.of(directory.isEmpty() ? "." : directory, program);
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return Optional.of(candidate.toAbsolutePath());
            }
        }
        return Optional.empty();
    }
}
