package dev.cssc.cli.plan;

import dev.cssc.common.policy.PolicyReader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The document that {@code --config} names. What ACR refuses is refused here, in ACR's order: missing, no regular file, too large, empty,
 * unreadable (azure-cli-extensions {@code src/acrcssc/_validators.py}).
 */
public sealed interface PolicyFile {
    /** In place of a path: standard input. */
    String STANDARD_INPUT = "-";

    /** Its bytes. */
    record Content(byte[] bytes) implements PolicyFile {}

    /** Why there are none, in a sentence. */
    record Unreadable(String why) implements PolicyFile {}

    /** Reads the file of that path, or standard input. */
    static PolicyFile read(String path) {
        try {
            return STANDARD_INPUT.equals(path) ? ofInput(System.in) : ofFile(Path.of(path));
        } catch (InvalidPathException e) {
            return new Unreadable("The policy '" + path + "' is no path: " + e.getReason() + ".");
        } catch (IOException e) {
            return new Unreadable("The policy " + path + " cannot be read: " + why(e) + ".");
        }
    }

    private static PolicyFile ofInput(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(PolicyReader.LARGEST + 1);
        return bytes.length == 0 ? new Unreadable("Standard input holds no policy: it is empty.") : new Content(bytes);
    }

    private static PolicyFile ofFile(Path file) throws IOException {
        if (Files.notExists(file)) {
            return new Unreadable("The policy " + file + " cannot be read: there is no such file.");
        }
        if (Files.isDirectory(file)) {
            return new Unreadable("The policy " + file + " cannot be read: it is a directory, not a file.");
        }
        // A named pipe, as in --config <(make-policy), has no size beforehand.
        if (Files.isRegularFile(file) && Files.size(file) > PolicyReader.LARGEST) {
            return tooLarge(file, Files.size(file) + " bytes");
        }
        if (Files.isRegularFile(file) && Files.size(file) == 0) {
            return new Unreadable("The policy " + file + " is empty.");
        }
        if (!Files.isReadable(file)) {
            return new Unreadable("The policy " + file + " cannot be read: permission denied.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(PolicyReader.LARGEST + 1);
            return bytes.length > PolicyReader.LARGEST ? tooLarge(file, "more") : new Content(bytes);
        }
    }

    private static PolicyFile tooLarge(Path file, String found) {
        return new Unreadable("The policy " + file + " is too large: at most " + PolicyReader.LARGEST
                + " bytes (10 MiB), found " + found + ".");
    }

    private static String why(IOException e) {
        return e instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : e.getClass().getSimpleName();
    }
}
