package dev.cssc.local;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Links between documents lead somewhere, and every document is linked from where one looks for it. */
class DocumentLinksTest {
    private static final Path PROJECT = ProjectClasses.PROJECT;

    private static final Pattern LINK = Pattern.compile("\\]\\((?<target>[^)\\s#]*)(?:#(?<anchor>[^)\\s]*))?\\)");

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
            return Stream.concat(
                            docs.filter(file -> file.toString().endsWith(".md")),
                            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                    .map(PROJECT::resolve))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyLinkWithinTheProjectLeadsToAFileAndToAHeadingInIt() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            Matcher link = LINK.matcher(withoutCode(Files.readString(document)));
            while (link.find()) {
                String target = link.group("target");
                if (!target.contains(":") && !leads(document, target, Optional.ofNullable(link.group("anchor")))) {
                    broken.add(PROJECT.relativize(document) + ": " + link.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leads(Path document, String target, Optional<String> anchor) throws IOException {
        Path file =
                target.isEmpty() ? document : document.resolveSibling(target).normalize();
        if (!Files.exists(file)) {
            return false;
        }
        return anchor.isEmpty()
                || !file.toString().endsWith(".md")
                || anchors(file).contains(anchor.get());
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path document) throws IOException {
        Set<String> anchors = new HashSet<>();
        for (String line : withoutCode(Files.readString(document)).lines().toList()) {
            if (line.matches("#{1,6} .*")) {
                String text = line.replaceFirst("#+ ", "").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
                anchors.add(text.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'));
            }
        }
        return anchors;
    }

    private static String withoutCode(String markdown) {
        return markdown.replaceAll("(?ms)^ *```.*?^ *```", "");
    }

    @Test
    void theIndexNamesEveryDocument() throws IOException {
        String index = Files.readString(PROJECT.resolve("docs/README.md"));
        try (Stream<Path> docs = Files.list(PROJECT.resolve("docs"))) {
            Set<String> missing = docs.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
                    .filter(name -> !index.contains("](" + name + ")"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(missing).isEmpty();
        }
    }

    @Test
    void thePageOfTheArchitectureListsEveryDecision() throws IOException {
        String page = Files.readString(PROJECT.resolve("docs/architecture.md"));
        try (Stream<Path> decisions = Files.list(PROJECT.resolve("docs/decisions"))) {
            assertThat(decisions.map(file -> "](decisions/" + file.getFileName() + ")"))
                    .isNotEmpty()
                    .allMatch(page::contains);
        }
    }
}
