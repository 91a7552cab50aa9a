package dev.cssc.scan.database;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.image.Digest;

import java.util.List;

/** What came of looking for a new database. */
public sealed interface DatabaseCheck {

    /** All {@link #result() results} that there are. */
    List<String> RESULTS = List.of("unchanged", "rolled-out", "refused", "failed");

    /** Its name, for metrics and REST; one of {@link #RESULTS}. */
    String result();

    /** The same in a sentence. */
    String sentence();

    /** The repository has the one that is current. */
    record Unchanged(Digest digest) implements DatabaseCheck {
        @Override
        public String result() {
            return "unchanged";
        }

        @Override
        public String sentence() {
            return digest + " is current";
        }
    }

    /** A new one was found good and is current from now on. */
    record RolledOut(Digest digest) implements DatabaseCheck {
        @Override
        public String result() {
            return "rolled-out";
        }

        @Override
        public String sentence() {
            return digest + " became current";
        }
    }

    /** There is a new one that was not found good; the current one stays. */
    record Refused(Digest digest, String why) implements DatabaseCheck {
        @Override
        public String result() {
            return "refused";
        }

        @Override
        public String sentence() {
            return digest + " is refused: " + why;
        }
    }

    /** It could not be told, or not be read. */
    record Failed(Failure failure) implements DatabaseCheck {
        @Override
        public String result() {
            return "failed";
        }

        @Override
        public String sentence() {
            return failure.reason() + ": " + failure.detail();
        }
    }
}
