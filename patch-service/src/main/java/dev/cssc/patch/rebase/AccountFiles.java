package dev.cssc.patch.rebase;

import dev.cssc.common.layer.LayerFile;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

    /** True where that user or group is the same in both, or in neither; false where one of the files cannot be looked into. */
    static boolean sameLine(LayerFile older, LayerFile newer, String name) {
        return !older.isLong() && !newer.isLong() && line(older, name).equals(line(newer, name));
    }

    /**
     * The first name that has another number in the newer build: files of the image's own, which have numbers for owners, would be somebody
     * else's. A name that one of them has not got is none.
     */
    static Optional<String> renumbered(LayerFile older, LayerFile newer) {
        if (older.identity().equals(newer.identity())) {
            return Optional.empty();
        }
        if (older.isLong() || newer.isLong()) {
            return Optional.of("too many lines to compare");
        }
        Map<String, String> numbers = numbers(newer);
        return numbers(older).entrySet().stream()
                .filter(one ->
                        !numbers.getOrDefault(one.getKey(), one.getValue()).equals(one.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Optional<String> line(LayerFile file, String name) {
        return file.beginning()
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst();
    }

    /** The third field, of users with the group in the fourth. */
    private static Map<String, String> numbers(LayerFile file) {
        Map<String, String> numbers = new TreeMap<>();
        file.beginning()
                .lines()
                .map(line -> line.split(":", -1))
                .filter(line -> line.length > 3)
                .forEach(line -> numbers.putIfAbsent(line[0], line[2] + (line.length > 4 ? ":" + line[3] : "")));
        return numbers;
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
