package dev.cssc.common.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where this machine takes Debian packages from, as apt itself is told: {@code sources.list} and {@code sources.list.d}, in the one-line
 * and in the deb822 format (sources.list(5)). Source packages and what is switched off are left out.
 *
 * @param sources in the order of the files
 */
public record AptConfiguration(List<AptSource> sources) {
    private static final Set<String> NO = Set.of("no", "false", "without", "off", "disable");

    public AptConfiguration {
        sources = List.copyOf(sources);
    }

    /**
     * Reads the configuration of a directory such as {@code /etc/apt}; a directory that is not there configures nothing.
     *
     * @throws UncheckedIOException where a file that is there cannot be read
     */
    public static AptConfiguration read(Path etcApt) {
        List<AptSource> sources = new ArrayList<>();
        for (Path file : files(etcApt)) {
            try {
                String text = Files.readString(file);
                sources.addAll(file.toString().endsWith(".sources") ? parseStanzas(text) : parseLines(text));
            } catch (IOException e) {
                throw new UncheckedIOException("apt's configuration " + file + " cannot be read", e);
            }
        }
        return new AptConfiguration(sources);
    }

    private static List<Path> files(Path etcApt) {
        List<Path> files = new ArrayList<>();
        Path main = etcApt.resolve("sources.list");
        if (Files.isRegularFile(main)) {
            files.add(main);
        }
        Path directory = etcApt.resolve("sources.list.d");
        if (Files.isDirectory(directory)) {
            try (Stream<Path> entries = Files.list(directory)) {
                entries.filter(file -> file.toString().endsWith(".list")
                                || file.toString().endsWith(".sources"))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException("apt's configuration " + directory + " cannot be listed", e);
            }
        }
        return files;
    }

    /** The one-line format: {@code deb [options] uri suite component…}. */
    static List<AptSource> parseLines(String text) {
        List<AptSource> sources = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String rest = withoutComment(line).strip();
            if (!rest.startsWith("deb ") && !rest.startsWith("deb\t")) {
                continue;
            }
            rest = rest.substring("deb".length()).strip();
            Optional<String> keyring = Optional.empty();
            if (rest.startsWith("[") && rest.contains("]")) {
                keyring = option(rest.substring(1, rest.indexOf(']')), "signed-by");
                rest = rest.substring(rest.indexOf(']') + 1).strip();
            }
            List<String> words = words(rest);
            if (words.size() >= 3) {
                Set<String> components = Set.copyOf(words.subList(2, words.size()));
                sources.add(new AptSource(words.get(0), words.get(1), components, keyring));
            }
        }
        return sources;
    }

    private static String withoutComment(String line) {
        int hash = line.indexOf('#');
        return hash < 0 ? line : line.substring(0, hash);
    }

    private static Optional<String> option(String options, String name) {
        return words(options).stream()
                .filter(option -> option.startsWith(name + "="))
                .map(option -> option.substring(name.length() + 1))
                .findFirst();
    }

    /** The deb822 format: stanzas of fields, every URI with every suite. */
    static List<AptSource> parseStanzas(String text) {
        List<AptSource> sources = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        String field = "";
        for (String line : (text + "\n\n").lines().toList()) {
            if (line.startsWith("#")) {
                continue;
            }
            if (line.isBlank()) {
                sources.addAll(fromStanza(fields));
                fields.clear();
                field = "";
            } else if (Character.isWhitespace(line.charAt(0))) {
                fields.merge(field, line.strip(), (before, more) -> before + " " + more);
            } else if (line.indexOf(':') > 0) {
                field = line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT);
                fields.put(field, line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return sources;
    }

    private static List<AptSource> fromStanza(Map<String, String> fields) {
        boolean enabled = !NO.contains(fields.getOrDefault("enabled", "yes").toLowerCase(Locale.ROOT));
        if (!enabled || !words(fields.getOrDefault("types", "")).contains("deb")) {
            return List.of();
        }
        Optional<String> keyring = Optional.ofNullable(fields.get("signed-by")).filter(value -> value.startsWith("/"));
        Set<String> components = Set.copyOf(words(fields.getOrDefault("components", "")));
        List<AptSource> sources = new ArrayList<>();
        for (String uri : words(fields.getOrDefault("uris", ""))) {
            for (String suite : words(fields.getOrDefault("suites", ""))) {
                sources.add(new AptSource(uri, suite, components, keyring));
            }
        }
        return sources;
    }

    private static List<String> words(String text) {
        return Stream.of(text.strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    /** The first source that has component {@code main} of one of the suites. */
    public Optional<AptSource> mainOf(String... suites) {
        return sources.stream()
                .filter(source -> List.of(suites).contains(source.suite()))
                .filter(source -> source.components().contains("main"))
                .findFirst();
    }
}
