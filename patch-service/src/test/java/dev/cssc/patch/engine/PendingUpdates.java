package dev.cssc.patch.engine;

import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.buildah.BuildahStore;
import dev.cssc.common.buildah.WorkingContainer;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.process.Ended;
import dev.cssc.common.registry.RegistryClient;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Asks the image itself: what could be raised in it, and what is in it now. Beside the engines, so that it can find them out. */
public final class PendingUpdates {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ALL = 10_000_000;
    private static final Pattern INST = Pattern.compile("(?m)^Inst (\\S+) \\[(\\S+)] \\((\\S+) ");

    private final Buildah buildah;
    private final Path directory;

    public PendingUpdates(RegistryClient registry, Path directory) {
        this.buildah = TestBuildah.create(registry, directory);
        this.directory = directory;
    }

    /** Packages that have an update, by a simulation. */
    public List<PackageUpgrade> of(ImageReference image) {
        try (BuildahStore store = buildah.open(directory)) {
            WorkingContainer container = store.from(image);
            check(store.run(container, List.of(), List.of("apt-get", "update"), LIMIT));
            Ended ended =
                    check(store.run(container, List.of(), List.of("apt-get", "--simulate", "dist-upgrade"), LIMIT));
            return INST.matcher(ended.stdoutTail(ALL))
                    .results()
                    .map(m -> new PackageUpgrade(m.group(1), m.group(2), m.group(3), List.of()))
                    .toList();
        }
    }

    /** Installed versions by name. */
    public Map<String, String> installed(ImageReference image) {
        try (BuildahStore store = buildah.open(directory)) {
            WorkingContainer container = store.from(image);
            Ended ended = check(store.run(
                    container,
                    List.of(),
                    List.of("dpkg-query", "--show", "--showformat=${Package} ${Version}\\n"),
                    LIMIT));
            Map<String, String> versions = new LinkedHashMap<>();
            ended.stdoutTail(ALL).lines().map(line -> line.split(" ")).forEach(f -> versions.put(f[0], f[1]));
            return versions;
        }
    }

    private static Ended check(Ended ended) {
        if (ended.exitCode("asking the image") != 0) {
            throw new IllegalStateException(ended.stderrTail(2_000));
        }
        return ended;
    }
}
