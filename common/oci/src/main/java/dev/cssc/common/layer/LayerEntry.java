package dev.cssc.common.layer;

import java.util.stream.Stream;

/**
 * What one entry of a layer's archive does to a path (OCI image-spec, layer.md).
 *
 * @param path without a slash at either end; the root is the empty text. Of a whiteout, the path that it removes; of an opaque marker, the
 *     directory whose lower content it hides
 * @param kind what it does there
 * @param detail of a directory its mode, owner and extended attributes as one text; of a link where it points to; else empty
 */
public record LayerEntry(String path, Kind kind, String detail) {

    /** A name that begins with it removes the rest of the name. */
    static final String WHITEOUT_MARK = ".wh.";

    /** The name that hides what lower layers have in its directory. */
    static final String OPAQUE_MARK = ".wh..wh..opq";

    /** What an entry does to its path. */
    public enum Kind {
        /** Makes the directory, or sets the attributes of one that is there. What is in it stays. */
        DIRECTORY,
        /** Puts a file, device or pipe. */
        FILE,
        /** Puts a symbolic link. */
        SYMLINK,
        /** Puts another name of the file named by {@link #detail()}. */
        HARD_LINK,
        /** Removes what lower layers have there. */
        WHITEOUT,
        /** Hides what lower layers have in the directory. */
        OPAQUE
    }

    /** The entry of that kind without detail. */
    public static LayerEntry of(Kind kind, String path) {
        return new LayerEntry(path, kind, "");
    }

    /** True where it makes a directory or sets the attributes of one. */
    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    /** The paths whose content it has to do with: of a hard link also the file that it names. */
    public Stream<String> touched() {
        return kind == Kind.HARD_LINK ? Stream.of(path, detail) : Stream.of(path);
    }
}
