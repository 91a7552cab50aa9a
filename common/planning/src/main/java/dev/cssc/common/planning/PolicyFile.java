package dev.cssc.common.planning;

import dev.cssc.common.policy.PolicyProblem;
import dev.cssc.common.policy.PolicyProblems;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Policy documents in files. A file that cannot be read is a problem of the document like any other, at {@code $}. */
public final class PolicyFile {
    private final PolicyReader reader = new PolicyReader();

    /**
     * Reads the policy in that file; of a file that is too large no more than is needed to know so.
     *
     * @param registry host and optional port of the repositories for which the document names none
     */
    public PolicyReading read(Path file, Optional<String> registry) {
        try {
            if (Files.isDirectory(file)) {
                return refused(file + " is a directory; expected a file");
            }
            try (InputStream content = Files.newInputStream(file)) {
                return read(content, registry);
            }
        } catch (NoSuchFileException e) {
            return refused(file + " does not exist");
        } catch (AccessDeniedException e) {
            return refused(file + " may not be read by this user");
        } catch (IOException e) {
            return refused(file + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads the policy from a stream, which stays open.
     *
     * @param registry host and optional port of the repositories for which the document names none
     */
    public PolicyReading read(InputStream content, Optional<String> registry) throws IOException {
        return reader.read(content.readNBytes(PolicyReader.LARGEST + 1), registry);
    }

    private static PolicyReading refused(String why) {
        return new PolicyReading.Refused(new PolicyProblems(List.of(new PolicyProblem("$", why, Optional.empty()))));
    }
}
