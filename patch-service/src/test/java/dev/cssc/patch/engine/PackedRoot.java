package dev.cssc.patch.engine;

import dev.cssc.common.embedded.Layer;
import dev.cssc.common.embedded.Program;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A root directory as one layer, without what a kernel puts there. */
public final class PackedRoot {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private PackedRoot() {}

    /** @param leftOut directories whose content is left out besides, relative to the root */
    public static Layer of(Path root, Path archive, String... leftOut) {
        List<String> command =
                new ArrayList<>(List.of("tar", "--create", "--use-compress-program=gzip -1", "--numeric-owner"));
        for (String directory : List.of("proc", "sys", "dev", "run")) {
            command.add("--exclude=./" + directory + "/*");
        }
        for (String directory : leftOut) {
            command.add("--exclude=./" + directory + "/*");
        }
        command.addAll(List.of("--file=" + archive, "--directory=" + root, "."));
        Program.run(archive.resolveSibling("tar.log"), LIMIT, command);
        return Layer.ofFile(archive);
    }
}
