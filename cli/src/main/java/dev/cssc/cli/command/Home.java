package dev.cssc.cli.command;

import java.nio.file.Path;
import java.util.Optional;

/** Where the local stack keeps what it knows: {@code $CSSC_HOME}, else {@code .cssc} of the project, else of the current directory. */
public final class Home {
    private Home() {}

    /** The directory; it need not be there. The launcher names the project in the system property {@code cssc.project}. */
    public static Path directory() {
        return Optional.ofNullable(System.getenv("CSSC_HOME"))
                .filter(home -> !home.isBlank())
                .map(Path::of)
                .orElseGet(() -> project().resolve(".cssc"))
                .toAbsolutePath()
                .normalize();
    }

    /** The project's directory. */
    public static Path project() {
        return Path.of(System.getProperty("cssc.project", "")).toAbsolutePath().normalize();
    }
}
