package dev.cssc.local;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The tools of this machine. */
final class MachineTools implements EngineChoice.Tools {
    private static final int DATABASE_DOWNLOAD_SECONDS = 180;
    private static final int DATABASE_RENEWAL_SECONDS = 60;
    private static final int CONNECT_MILLIS = 2_000;

    private final Consumer<String> announce;

    MachineTools(Consumer<String> announce) {
        this.announce = announce;
    }

    @Override
    public boolean installed(String program) {
        return isOnPath(program);
    }

    static boolean isOnPath(String program) {
        // Debian keeps some programs where only root's PATH looks.
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
    }

    /**
     * Has Trivy renew its database where it wants to (it does nothing while the one that is there is fresh), and looks what is there
     * afterwards. Trivy keeps it under {@code db/} of its cache directory.
     */
    @Override
    public TrivyDatabase trivyDatabase() {
        Path cache = trivyCache();
        boolean there = Files.exists(cache.resolve("db").resolve("metadata.json"));
        if (!there) {
            announce.accept("Downloading Trivy's vulnerability database");
        }
        Optional<String> trouble =
                renewTrivyDatabase(cache, there ? DATABASE_RENEWAL_SECONDS : DATABASE_DOWNLOAD_SECONDS);
        if (trouble.isEmpty()) {
            return new TrivyDatabase.Present(cache, true);
        }
        return there ? new TrivyDatabase.Present(cache, false) : new TrivyDatabase.Missing(trouble.get());
    }

    private static Optional<String> renewTrivyDatabase(Path cache, int seconds) {
        try {
            Process download = new ProcessBuilder(
                            List.of("trivy", "--cache-dir=" + cache, "image", "--download-db-only", "--quiet"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!download.waitFor(seconds, TimeUnit.SECONDS)) {
                download.destroyForcibly();
                return Optional.of("its vulnerability database did not arrive within " + seconds + " s");
            }
            return download.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of("its vulnerability database is not there and cannot be downloaded");
        } catch (IOException e) {
            return Optional.of("it cannot be started (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the download of its database was interrupted");
        }
    }

    /** Trivy's own rule: {@code TRIVY_CACHE_DIR}, else {@code trivy} in the user's cache directory. */
    private static Path trivyCache() {
        return Optional.ofNullable(System.getenv("TRIVY_CACHE_DIR"))
                .map(Path::of)
                .orElseGet(() -> Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .map(Path::of)
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("trivy"));
    }

    @Override
    public Optional<String> buildkitMissing(String address) {
        try {
            URI uri = URI.create(address);
            if ("unix".equals(uri.getScheme())) {
                connectUnix(Path.of(uri.getPath()));
            } else if ("tcp".equals(uri.getScheme()) && uri.getHost() != null) {
                connectTcp(uri.getHost(), uri.getPort());
            } else {
                return Optional.of("'" + address + "' is no address of a BuildKit (unix:///path or tcp://host:port)");
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("no BuildKit answers at " + address + " (set CSSC_BUILDKIT_ADDR)");
        }
    }

    private static void connectUnix(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
        }
    }

    private static void connectTcp(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        }
    }
}
