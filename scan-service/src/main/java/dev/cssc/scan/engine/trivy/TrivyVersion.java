package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.process.Command;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.Ending;
import dev.cssc.common.process.Executables;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.process.WorkDirectories;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Trivy's version: asked for once, and again where its file is another one. */
final class TrivyVersion {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMinutes(1);
    private static final String MODULE = "github.com/aquasecurity/trivy";
    private static final String UNTOLD = "dev";
    private static final long LONGEST = 1024 * 1024;

    /** Published in March 2026 with stolen credentials; they send away what they find on the machine (research/trivy.md §6). */
    private static final Set<String> FOREIGN = Set.of("0.69.4", "0.69.5", "0.69.6");

    private final ProcessRunner runner;
    private final WorkDirectories directories;
    private final String program;

    private Optional<Known> known = Optional.empty();

    TrivyVersion(ProcessRunner runner, WorkDirectories directories, String program) {
        this.runner = runner;
        this.directories = directories;
        this.program = program;
    }

    /** @param foreign its version, where it is one that nobody may run; there is no other then */
    private record Known(
            Path file,
            FileTime changed,
            Optional<String> version,
            Optional<String> released,
            Optional<String> foreign,
            long at) {

        boolean holdsFor(Path other, FileTime otherChanged) {
            return file.equals(other)
                    && changed.equals(otherChanged)
                    && (version.isPresent()
                            || foreign.isPresent()
                            || System.nanoTime() - at < BEFORE_ASKING_AGAIN.toNanos());
        }
    }

    /** The version; empty where there is no Trivy, or it does not tell. */
    Optional<String> now() {
        return known().flatMap(Known::version);
    }

    /** The same, and of one that was made by {@code go install}, which calls itself {@code dev}, which version it was made of. */
    Optional<String> released() {
        return known().flatMap(Known::released);
    }

    /** The version, where it is one of those that were not the project's own: such a Trivy is not run. */
    Optional<String> foreign() {
        return known().flatMap(Known::foreign);
    }

    private synchronized Optional<Known> known() {
        Optional<Path> file = Executables.find(program);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        FileTime changed;
        try {
            changed = Files.getLastModifiedTime(file.get());
        } catch (IOException e) {
            return Optional.empty(); // just being replaced
        }
        if (known.filter(k -> k.holdsFor(file.get(), changed)).isEmpty()) {
            known = Optional.of(look(file.get(), changed));
        }
        return known;
    }

    /** What the file says of itself is read before it is started. */
    private Known look(Path file, FileTime changed) {
        Optional<String> module = GoBuildInfo.moduleVersion(file, MODULE);
        Optional<String> version = module.filter(FOREIGN::contains).isPresent() ? module : ask();
        Optional<String> released =
                version.filter(UNTOLD::equals).flatMap(dev -> module).or(() -> version);
        Optional<String> foreign = released.filter(FOREIGN::contains);
        return foreign.isPresent()
                ? new Known(file, changed, Optional.empty(), Optional.empty(), foreign, System.nanoTime())
                : new Known(file, changed, version, released, foreign, System.nanoTime());
    }

    private Optional<String> ask() {
        try (WorkDirectories.Held directory = directories.create()) {
            Ended ended = runner.run(new Command(
                    List.of(program, "version", "--format=json"),
                    Map.of("HOME", directory.path().toString()),
                    directory.path(),
                    PATIENCE,
                    LONGEST));
            if (!ended.ending().equals(new Ending.Exited(0))) {
                return Optional.empty();
            }
            JsonNode read = EventCodec.readObject(Files.readAllBytes(ended.stdout()));
            return Optional.of(read.path("Version").asText("")).filter(version -> !version.isEmpty());
        } catch (IOException | FailureException e) {
            return Optional.empty();
        }
    }
}
