package dev.cssc.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files of the repository that this module's tests compare with what they are made of. {@code common/testing} has the same for all other
 * modules, and needs this one, so that it cannot be had here.
 */
public final class Golden {
    private static final String UPDATE = "golden.update";

    private Golden() {}

    /**
     * The text that the file has, to be compared with what was made.
     *
     * @param made what it is to have, written there first where it is to be written anew
     */
    public static String kept(Path file, String made) throws IOException {
        if ("".equals(System.getProperty(UPDATE)) || Boolean.getBoolean(UPDATE)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, made);
        }
        return Files.readString(file);
    }
}
