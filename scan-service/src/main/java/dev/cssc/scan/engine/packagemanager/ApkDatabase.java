package dev.cssc.scan.engine.packagemanager;

import dev.cssc.scan.engine.InstalledPackage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** apk's database of installed packages: paragraphs of lines {@code letter:value}. */
final class ApkDatabase {

    private ApkDatabase() {}

    static List<InstalledPackage> parse(String text) {
        return Stream.of(text.split("\n\n+"))
                .flatMap(p -> installed(p).stream())
                .toList();
    }

    private static Optional<InstalledPackage> installed(String paragraph) {
        Map<String, String> fields = new HashMap<>();
        // Files of the package follow with letters of their own; none of them is asked for here.
        paragraph
                .lines()
                .filter(line -> line.length() > 2 && line.charAt(1) == ':')
                .forEach(line -> fields.putIfAbsent(
                        line.substring(0, 1), line.substring(2).strip()));
        if (!fields.containsKey("P") || !fields.containsKey("V")) {
            return Optional.empty();
        }
        String name = fields.getOrDefault("P", "");
        String version = fields.getOrDefault("V", "");
        return Optional.of(new InstalledPackage(
                name, version, fields.getOrDefault("A", ""), fields.getOrDefault("o", name), version));
    }
}
