package dev.cssc.common.embedded;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A real image with real pending security updates: a minimal Debian from the release's main suite alone, with the security suite in its
 * apt sources, and a configuration worth keeping (command, environment, a user other than root, a working directory). Made with
 * debootstrap as root; its file system is cached, because making it takes about 40 seconds.
 */
public final class DebianImage {
    private static final Duration DEBOOTSTRAP_LIMIT = Duration.ofMinutes(15);
    private static final Duration PACK_LIMIT = Duration.ofMinutes(5);

    /** What a patch must not change. */
    public static final ImageConfig CONFIG = new ImageConfig(
            List.of("/usr/bin/env"),
            List.of("/bin/sh", "-c", "exec sleep infinity"),
            List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "DEMO=1"),
            "1000:1000",
            "/srv",
            List.of("8080/tcp"),
            List.of("/var/lib/demo"),
            Map.of("org.opencontainers.image.title", "demo"));

    private DebianImage() {}

    /**
     * The image, ready to be pushed.
     *
     * @param release what it is made of
     * @param announce told in a sentence what is done, before it is done
     * @throws dev.cssc.common.failure.FailureException where debootstrap or the right to run it is missing
     */
    public static ImageBuild of(DebianRelease release, Consumer<String> announce) {
        return of(release, Platform.host(), announce);
    }

    /**
     * The same of another platform: its programs have to run here, which takes several times as long where they are emulated.
     *
     * @param platform of which Debian makes packages
     */
    public static ImageBuild of(DebianRelease release, Platform platform, Consumer<String> announce) {
        return ImageBuild.of(Layer.ofFile(fileSystem(release, architecture(platform), announce)))
                .configured(CONFIG)
                .on(platform);
    }

    /** Its file system alone, packed, for this machine; the file stays in the cache and is not to be changed. */
    public static Path packed(DebianRelease release, Consumer<String> announce) {
        return fileSystem(release, architecture(Platform.host()), announce);
    }

    /** By Debian's name. */
    private static String architecture(Platform platform) {
        return switch (platform.architecture()) {
            case "386" -> "i386";
            case "arm" -> "armhf";
            case "ppc64le" -> "ppc64el";
            default -> platform.architecture();
        };
    }

    /** The packed file system, from the cache or made now. One process makes it, others wait for it. */
    private static Path fileSystem(DebianRelease release, String architecture, Consumer<String> announce) {
        Path cache = CacheDirectory.resolve("images");
        String key = architecture.equals(architecture(Platform.host()))
                ? release.cacheKey()
                : release.cacheKey() + "-" + architecture;
        Path packed = cache.resolve(key + ".tar.gz");
        if (Files.exists(packed)) {
            return packed;
        }
        try (FileChannel channel = FileChannel.open(
                        cache.resolve(key + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(packed)) {
                make(release, architecture, packed, announce);
            }
            return packed;
        } catch (IOException e) {
            throw new UncheckedIOException("the example image cannot be made under " + cache, e);
        }
    }

    private static void make(DebianRelease release, String architecture, Path packed, Consumer<String> announce)
            throws IOException {
        checkPossible();
        Path work = Files.createTempDirectory(packed.getParent(), "making-");
        try {
            Path root = work.resolve("root");
            announce.accept("Making a minimal Debian " + release.main().suite() + " for " + architecture
                    + " from its main suite with debootstrap (about a minute; kept in " + packed.getParent() + ")");
            Program.run(work.resolve("debootstrap.log"), DEBOOTSTRAP_LIMIT, debootstrap(release, architecture, root));
            finish(release, root);
            Path unfinished = work.resolve("root.tar.gz");
            Program.run(
                    work.resolve("tar.log"),
                    PACK_LIMIT,
                    List.of(
                            "tar",
                            "--create",
                            "--gzip",
                            "--numeric-owner",
                            "--one-file-system",
                            "--sort=name",
                            "--exclude=./dev/*",
                            "--exclude=./proc/*",
                            "--exclude=./sys/*",
                            "--file=" + unfinished,
                            "--directory=" + root,
                            "."));
            Files.move(unfinished, packed, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            remove(work);
        }
    }

    private static void checkPossible() {
        if (!Program.isInstalled("debootstrap")) {
            throw Failure.of(
                            ReasonCode.ENGINE_UNAVAILABLE,
                            "debootstrap, which makes the example image, is not installed. Run: apt-get install debootstrap")
                    .toException();
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            throw Failure.of(
                            ReasonCode.ENGINE_UNAVAILABLE,
                            "debootstrap, which makes the example image, needs root. Run this command once as root;"
                                    + " the image is kept afterwards.")
                    .toException();
        }
    }

    private static List<String> debootstrap(DebianRelease release, String architecture, Path root) {
        List<String> command = new ArrayList<>(List.of("debootstrap", "--variant=minbase", "--arch=" + architecture));
        release.main().keyring().ifPresent(keyring -> command.add("--keyring=" + keyring));
        if (release.main().uri().startsWith("https:")
                || release.security().uri().startsWith("https:")) {
            // apt inside the image has to trust the mirror's certificate.
            command.add("--include=ca-certificates");
        }
        command.addAll(
                List.of(release.main().suite(), root.toString(), release.main().uri()));
        return command;
    }

    /** Takes out what the making left behind, this machine's names included, and puts in the sources and a user. */
    private static void finish(DebianRelease release, Path root) throws IOException {
        for (String leftover : List.of("var/lib/apt/lists", "var/cache/apt", "var/log")) {
            empty(root.resolve(leftover));
        }
        for (String ofThisMachine : List.of("etc/resolv.conf", "etc/hostname")) {
            Files.deleteIfExists(root.resolve(ofThisMachine));
        }
        Files.writeString(
                root.resolve("etc/apt/sources.list"),
                release.main().toLine() + "\n" + release.security().toLine() + "\n");
        Files.writeString(
                root.resolve("etc/passwd"), "demo:x:1000:1000::/srv:/usr/sbin/nologin\n", StandardOpenOption.APPEND);
        Files.writeString(root.resolve("etc/group"), "demo:x:1000:\n", StandardOpenOption.APPEND);
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Removes a directory tree without following links, which in a file system made for a container point anywhere. */
    private static void remove(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // debootstrap that was ended leaves /proc mounted in there; why it ended matters more than what it left.
            System.err.println("left behind: " + directory + " (" + e.getMessage() + ")");
        }
    }
}
