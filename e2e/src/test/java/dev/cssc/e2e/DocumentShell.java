package dev.cssc.e2e;

import dev.cssc.common.testing.Transcript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The shell of somebody who types what documents show, in a directory that is the project to him: everything of the working tree is there as
 * a link, so that nothing of what he does is left in it. What he exports stays for his next command.
 */
final class DocumentShell {
    private final Path directory;
    private final Map<String, String> environment;

    /**
     * Links the project into the directory.
     *
     * @param environment what is set beside this process's own environment
     */
    DocumentShell(Path project, Path directory, Map<String, String> environment) throws IOException {
        this.directory = directory;
        this.environment = environment;
        try (Stream<Path> entries = Files.list(project)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (!name.equals(".cssc") && !name.equals(".git")) {
                    Files.createSymbolicLink(directory.resolve(name), entry);
                }
            }
        }
    }

    /** Runs a command to its end. An answer of HTTP that tells of an error is one of {@code curl} too. */
    Transcript run(String command) {
        String script = """
                [ ! -f %1$s ] || . %1$s
                curl() { command curl --fail-with-body "$@"; }
                %2$s
                ended=$?
                export -p > %1$s
                exit $ended
                """.formatted(directory.resolve(".exported"), command);
        ProcessBuilder builder = new ProcessBuilder(List.of("bash", "-c", script)).directory(directory.toFile());
        List.of("CSSC_HOME", "CSSC_URL", "CSSC_PATCH_URL").forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", directory.toString(), (path, own) -> own + ":" + path);
        return Transcript.of(builder);
    }
}
