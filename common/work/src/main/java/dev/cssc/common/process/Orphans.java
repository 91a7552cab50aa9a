package dev.cssc.common.process;

import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Child processes whose service was killed: nobody waits for them any more, and their job is done again by somebody else. */
final class Orphans {
    private static final Logger LOG = Logger.getLogger(Orphans.class);
    private static final Path PROC = Path.of("/proc");
    private static final String MARK = ProcessTree.MARK + "=";

    private Orphans() {}

    /** Kills every process that carries the mark of a service which does not run any more. */
    static void end() {
        if (!Files.isDirectory(PROC)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path entry : entries) {
                if (owner(entry).filter(Owner::isGone).isPresent()) {
                    long pid = Long.parseLong(entry.getFileName().toString());
                    LOG.infof("ending process %d, whose service was killed", pid);
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        } catch (IOException e) {
            LOG.warnf("could not look for processes of killed services: %s", e.toString());
        }
    }

    private static Optional<Owner> owner(Path process) {
        try {
            String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return Arrays.stream(environment.split("\0"))
                    .filter(variable -> variable.startsWith(MARK))
                    .findFirst()
                    .flatMap(variable -> Owner.in(variable.substring(MARK.length())));
        } catch (IOException e) {
            return Optional.empty(); // another user's, or gone meanwhile
        }
    }
}
