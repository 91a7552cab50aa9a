package dev.cssc.local;

import java.nio.file.Path;
import java.util.Optional;

/** What Trivy's vulnerability database is like on this machine. */
public sealed interface TrivyDatabase {

    /**
     * There is one.
     *
     * @param cache Trivy's cache directory that holds it
     * @param renewable whether it can be renewed from here; otherwise it is used as it is
     * @param repository where it comes from, where that is not one of Trivy's own places
     */
    record Present(Path cache, boolean renewable, Optional<String> repository) implements TrivyDatabase {}

    /** There is none, and none can be had. */
    record Missing(String why) implements TrivyDatabase {}

    /** The database, where there is one. */
    default Optional<Present> present() {
        return switch (this) {
            case Present present -> Optional.of(present);
            case Missing missing -> Optional.empty();
        };
    }
}
