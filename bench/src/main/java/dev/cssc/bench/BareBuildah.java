package dev.cssc.bench;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.image.PinnedImage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Buildah, which runs the image's own package manager. */
record BareBuildah(Scratch scratch) implements BareTool {
    @Override
    public String engine() {
        return "buildah";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public String words() {
        return "shell loop of buildah from, apt-get update and install, commit with push";
    }

    @Override
    public List<String> version() {
        return List.of("buildah", "--version");
    }

    @Override
    public double loop(String name, List<PinnedImage> images, List<PackageUpgrade> packages) {
        Path references = Scratch.write(
                scratch.resolve("loop-" + name),
                images.stream()
                        .map(image -> image.repository() + "@" + image.digest() + " " + image.name() + SUFFIX + "\n")
                        .collect(Collectors.joining()));
        List<String> arguments = new ArrayList<>(List.of(
                "sh",
                scratch.script("buildah-each.sh").toString(),
                scratch.resolve("loop").toString(),
                references.toString()));
        packages.forEach(wanted -> arguments.add(wanted.name()));
        return new TimedCommand(scratch.directory(), arguments, Map.of()).run().seconds();
    }
}
