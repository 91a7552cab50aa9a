package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a password or token is. None of them shows the secret in its text form. */
public sealed interface Secret {
    /** Largest secret read, in bytes; tokens of cloud registries have a few kilobytes. */
    int LARGEST = 64 * 1024;

    /** In the configuration itself. */
    record Given(String value) implements Secret {
        @Override
        public String toString() {
            return "Given[***]";
        }
    }

    /** In a file that is read at each use, so that a rotated secret counts at once. A line break at its end does not count. */
    record FromFile(Path file) implements Secret {}

    /** In an environment variable of this process. */
    record FromEnvironment(String variable) implements Secret {}

    /**
     * The secret as it is now.
     *
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#CREDENTIALS_UNUSABLE} naming the file or variable, where it cannot
     *     be read or is empty
     */
    default String read() {
        return switch (this) {
            case Given(String value) -> value;
            case FromFile(Path file) -> fromFile(file);
            case FromEnvironment(String variable) ->
                present(System.getenv().getOrDefault(variable, ""), "the environment variable " + variable);
        };
    }

    private static String fromFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw unusable("the file " + file + " has more than " + LARGEST + " bytes, which is no secret");
            }
            return present(new String(content, StandardCharsets.UTF_8).replaceFirst("\\R\\z", ""), "the file " + file);
        } catch (IOException e) {
            throw unusable(
                    "the file " + file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static String present(String value, String where) {
        if (value.isEmpty()) {
            throw unusable(where + " is empty or missing");
        }
        return value;
    }

    private static RuntimeException unusable(String why) {
        return Failure.of(ReasonCode.CREDENTIALS_UNUSABLE, "reading a registry's secret: " + why)
                .toException();
    }
}
