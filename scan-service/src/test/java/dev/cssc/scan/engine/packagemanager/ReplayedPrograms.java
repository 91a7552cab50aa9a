package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.buildah.RootFilesystem;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.Ending;
import io.smallrye.config.SmallRyeConfigBuilder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Stands in for an image's programs: answers a command with what a run of it wrote. What it has no answer for is an error of the test. */
final class ReplayedPrograms implements ImagePrograms {

    private final Map<List<String>, String> situations = new LinkedHashMap<>();
    private final Path scratch;

    /** @param scratch an existing directory, for what the package manager would fetch */
    ReplayedPrograms(Path scratch) {
        this.scratch = scratch;
    }

    ReplayedPrograms on(List<String> argv, String situation) {
        situations.put(argv, situation);
        return this;
    }

    /** Puts a repository's index where the package manager would have. */
    ReplayedPrograms fetching(String name, String text) {
        try {
            Path file = scratch.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The image, with these directories written to. */
    InspectedImage image(List<String> paths) {
        return image(paths, new RootFilesystem(scratch));
    }

    InspectedImage image(List<String> paths, RootFilesystem files) {
        return new InspectedImage(
                this,
                files,
                paths.stream().collect(Collectors.toMap(path -> path, path -> scratch)),
                new SmallRyeConfigBuilder()
                        .withMapping(PackageManagerConfig.class)
                        .build()
                        .getConfigMapping(PackageManagerConfig.class),
                "scanning an image");
    }

    @Override
    public Ended run(List<String> argv, Duration timeout) {
        String situation = situations.get(argv);
        if (situation == null) {
            throw new AssertionError("not expected to be called: " + argv);
        }
        return new Ended(
                new Ending.Exited(Fixtures.exitCode(situation)),
                Fixtures.DIRECTORY.resolve(situation + ".stdout"),
                Fixtures.DIRECTORY.resolve(situation + ".stderr"),
                Duration.ZERO);
    }
}
