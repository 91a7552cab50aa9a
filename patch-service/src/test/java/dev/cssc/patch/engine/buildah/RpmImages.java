package dev.cssc.patch.engine.buildah;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.cssc.common.buildah.BindMount;
import dev.cssc.common.buildah.BuildahStore;
import dev.cssc.common.buildah.WorkingContainer;
import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.process.Ended;
import dev.cssc.common.testing.RpmRepository;
import dev.cssc.patch.engine.PackedRoot;
import dev.cssc.patch.engine.TestBuildah;
import dev.cssc.patch.engine.TestRegistry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Images whose package manager is real dnf or real zypper, with a few RPM packages in their older versions and a repository that has the
 * newer ones. Underneath is Debian, which packages both; it has no apt any more, and all that is raised is RPM's.
 */
final class RpmImages implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int ALL = 4_000_000;

    private final TestRegistry registry;
    private final BuildahStore store;
    private final HttpServer server;
    private final ImageBuild base;

    private RpmImages(TestRegistry registry, BuildahStore store, HttpServer server, ImageBuild base) {
        this.registry = registry;
        this.store = store;
        this.server = server;
        this.base = base;
    }

    /**
     * Builds the repository and the image that the others are made of.
     *
     * @param installed versions by name, all in the repository
     */
    static RpmImages of(TestRegistry registry, Path directory, RpmRepository repository, Map<String, String> installed)
            throws IOException {
        HttpServer server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                repository.packages().toRealPath(),
                SimpleFileServer.OutputLevel.NONE);
        server.start();
        BuildahStore store = TestBuildah.create(registry.client, directory).open(directory);
        ImageReference debian = ImageReference.of(
                new Repository(registry.host(), "demo/debian"),
                new Digest(DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), message -> {})
                        .push(registry.host(), "demo/debian", "12")));
        WorkingContainer container = store.from(debian);
        run(store, container, List.of(), "apt-get", "update");
        run(
                store,
                container,
                List.of(),
                "apt-get",
                "install",
                "--assume-yes",
                "--no-install-recommends",
                "dnf",
                "zypper",
                "rpm");
        Path root = store.mount(container);
        Files.createDirectories(root.resolve("etc/rpm"));
        Files.writeString(root.resolve("etc/rpm/macros"), "%_dbpath /var/lib/rpm\n");
        List<String> install = new ArrayList<>(List.of("rpm", "--install", "--nosignature", "--force-debian"));
        installed.forEach((name, version) ->
                install.add("/mnt/" + repository.file(name, version).getFileName()));
        run(store, container, List.of(new BindMount(repository.packages(), "/mnt")), install.toArray(String[]::new));
        run(store, container, List.of(), "rm", "-rf", "/var/cache/apt", "/var/lib/apt", "/var/log", "/usr/bin/apt-get");
        run(store, container, List.of(), "mkdir", "/var/log");
        String enabled = "[updates]\nname=updates\nbaseurl=http://127.0.0.1:%d/\nenabled=1\ngpgcheck=0\n"
                .formatted(server.getAddress().getPort());
        ImageBuild base = ImageBuild.of(PackedRoot.of(
                        root,
                        directory.resolve("base.tar.gz"),
                        "usr/share/doc",
                        "usr/share/man",
                        "usr/share/locale",
                        "usr/share/zoneinfo"))
                .plus(Layer.ofFiles(
                        Map.of("etc/yum.repos.d/updates.repo", enabled, "etc/zypp/repos.d/updates.repo", enabled)));
        return new RpmImages(registry, store, server, base);
    }

    /**
     * An image with that package manager alone.
     *
     * @param files more or other files of it, by path
     */
    PinnedImage with(String manager, String tag, Map<String, String> files) {
        Map<String, String> own = new TreeMap<>(files);
        if (!manager.equals("zypper")) {
            own.put("usr/bin/.wh.zypper", "");
        }
        own.put("srv/name", tag);
        Repository repository = new Repository(registry.host(), "demo/rpm");
        Tag name = new Tag(manager + "-" + tag);
        String digest = base.plus(Layer.ofFiles(own)).push(registry.host(), repository.path(), name.value());
        return new PinnedImage(repository, name, new Digest(digest));
    }

    /** Installed versions by name, as rpm prints them. */
    Map<String, String> installed(ImageReference image) {
        WorkingContainer container = store.from(image);
        String listed = run(
                store,
                container,
                List.of(),
                "rpm",
                "--query",
                "--all",
                "--queryformat=%{NAME} %{EPOCH}:%{VERSION}-%{RELEASE}\\n");
        Map<String, String> versions = new TreeMap<>();
        listed.lines().map(line -> line.split(" ")).forEach(f -> versions.put(f[0], f[1].replace("(none):", "")));
        return versions;
    }

    @Override
    public void close() {
        store.close();
        server.stop(0);
    }

    private static String run(
            BuildahStore store, WorkingContainer container, List<BindMount> mounts, String... command) {
        Ended ended = store.run(container, mounts, List.of(command), LIMIT);
        if (ended.exitCode(command[0]) != 0) {
            throw new IllegalStateException(List.of(command) + ": " + ended.stderrTail(2_000));
        }
        return ended.stdoutTail(ALL);
    }
}
