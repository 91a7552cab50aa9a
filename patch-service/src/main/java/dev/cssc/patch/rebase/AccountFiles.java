package dev.cssc.patch.rebase;

import dev.cssc.common.layer.LayerFile;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files that hold users and groups, a line each (passwd(5), group(5), shadow(5), gshadow(5), subuid(5), subgid(5)). An image with users of its
 * own has a copy of the base's with more lines. That copy is good on a newer build that has no line which the old one did not have.
 */
final class AccountFiles {
    static final String USERS = "etc/passwd";
    static final String GROUPS = "etc/group";

    private static final String SHADOW = "etc/shadow";
    private static final Set<String> ALL = Set.of(USERS, GROUPS, SHADOW, "etc/gshadow", "etc/subuid", "etc/subgid");

    private AccountFiles() {}

    /** True for one of them. */
    static boolean holds(String path) {
        return ALL.contains(path);
    }

    /** True where the newer build's has nothing that the older one's has not, so that a copy of that with more in it does for both. */
    static boolean coversNewer(String path, LayerFile older, LayerFile newer) {
        return holds(path)
                && older.attributes().equals(newer.attributes())
                && !older.isLong()
                && !newer.isLong()
                && lines(path, older).containsAll(lines(path, newer));
    }

    /** The line of that user or group; empty where the file, or the line, is not there. */
    static Optional<String> line(Optional<LayerFile> file, String name) {
        return file.stream()
                .flatMap(there -> there.beginning().lines())
                .filter(line -> line.startsWith(name + ":"))
                .findFirst();
    }

    private static Set<String> lines(String path, LayerFile file) {
        Set<String> lines = new HashSet<>();
        file.beginning()
                .lines()
                .map(line -> path.equals(SHADOW) ? undated(line) : line)
                .forEach(lines::add);
        return lines;
    }

    /** Of an account without a password, the day on which it was made says when the base was built and nothing else (shadow(5), third field). */
    private static String undated(String line) {
        List<String> fields = Arrays.asList(line.split(":", -1));
        boolean locked = fields.size() > 2
                && (fields.get(1).startsWith("*") || fields.get(1).startsWith("!"));
        // Nought asks for another password at the next login; an empty field says that it has no age.
        if (locked && !fields.get(2).isEmpty() && !fields.get(2).equals("0")) {
            fields.set(2, "a day");
        }
        return String.join(":", fields);
    }
}
