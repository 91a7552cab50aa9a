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
import java.util.ArrayList;
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
    private static final int LONGEST_SAID = 160;

    private final Consumer<String> announce;
    private final Optional<TrivyMirror> mirror;

    MachineTools(Consumer<String> announce, Optional<TrivyMirror> mirror) {
        this.announce = announce;
        this.mirror = mirror;
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
        Path cache = mirror.map(TrivyMirror::cache).orElseGet(MachineTools::trivyCache);
        Optional<String> repository = mirror.map(TrivyMirror::repository);
        if (mirror.isPresent() && mirror.get().ours()) {
            // The registry of the stack may not run yet, or not hold it yet; the scan service asks when it needs it.
            return new TrivyDatabase.Present(cache, true, repository);
        }
        boolean there = Files.exists(cache.resolve("db").resolve("metadata.json"));
        if (!there) {
            announce.accept("Downloading Trivy's vulnerability database"
                    + repository.map(name -> " from " + name).orElse(""));
        }
        Optional<String> trouble =
                renewTrivyDatabase(cache, repository, there ? DATABASE_RENEWAL_SECONDS : DATABASE_DOWNLOAD_SECONDS);
        if (trouble.isEmpty()) {
            return new TrivyDatabase.Present(cache, true, repository);
        }
        return there ? new TrivyDatabase.Present(cache, false, repository) : new TrivyDatabase.Missing(trouble.get());
    }

    private static Optional<String> renewTrivyDatabase(Path cache, Optional<String> repository, int seconds) {
        List<String> command = new ArrayList<>(
                List.of("trivy", "--cache-dir=" + cache, "image", "--download-db-only", "--no-progress"));
        repository.ifPresent(name -> command.add("--db-repository=" + name));
        try {
            Path said = Files.createTempFile("trivy-database", ".log");
            try {
                Process download = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
                if (!download.waitFor(seconds, TimeUnit.SECONDS)) {
                    download.destroyForcibly();
                    return Optional.of("its vulnerability database did not arrive within " + seconds + " s");
                }
                return download.exitValue() == 0
                        ? Optional.empty()
                        : Optional.of("its vulnerability database is not there and cannot be downloaded"
                                + repository.map(name -> " from " + name).orElse("") + lastWords(said));
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            return Optional.of("it cannot be started (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the download of its database was interrupted");
        }
    }

    /** Why it could not be had: what stands behind the last colons of Trivy's fatal line. */
    private static String lastWords(Path said) throws IOException {
        return Files.readAllLines(said).stream()
                .filter(line -> line.contains("FATAL"))
                .map(line -> line.substring(Math.max(0, line.length() - LONGEST_SAID))
                        .strip())
                .reduce((first, last) -> last)
                .map(line -> " (…" + line + ")")
                .orElse("");
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
