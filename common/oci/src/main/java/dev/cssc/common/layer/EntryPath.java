package dev.cssc.common.layer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;

/** Paths as layers write them: relative to the root, parts apart by slashes. */
public final class EntryPath {
    /** Linux's own limit of a path (limits.h, PATH_MAX). */
    public static final int LONGEST = 4_096;

    private EntryPath() {}

    /**
     * The one way of writing the path; empty where it leads out of the root or is too long, which no builder writes. Bytes that are no
     * UTF-8 are one and the same character, so that unlike names may be taken for the same and never the other way round.
     */
    public static Optional<String> of(String written) {
        if (written.length() > LONGEST || written.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        StringBuilder path = new StringBuilder(written.length());
        for (String part : written.replace('\uFFFD', '?').split("/")) {
            if (part.equals("..")) {
                return Optional.empty();
            }
            if (!part.isEmpty() && !part.equals(".")) {
                path.append(path.isEmpty() ? "" : "/").append(part);
            }
        }
        return Optional.of(path.toString());
    }

    /** Where a symbolic link leads, by its text alone; a step above the root stays there, as in the kernel. */
    public static String target(String link, String text) {
        Deque<String> parts = new ArrayDeque<>();
        String from = text.startsWith("/") ? text : parent(link) + "/" + text;
        for (String part : from.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    /** The directory that it is in; of what is in the root, the empty text. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** That name in the directory; the root is the empty text. */
    public static String in(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    /** The last part. */
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The nearest directory above the path, the root left out, of which that holds. */
    public static Optional<String> above(String path, Predicate<String> holds) {
        for (String up = parent(path); !up.isEmpty(); up = parent(up)) {
            if (holds.test(up)) {
                return Optional.of(up);
            }
        }
        return Optional.empty();
    }

    /** True for the directory itself and everything in it, however deep. */
    public static boolean isWithin(String path, String directory) {
        return directory.isEmpty() || path.equals(directory) || path.startsWith(directory + "/");
    }
}
