package dev.cssc.deploy;

import org.w3c.dom.Element;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import static org.assertj.core.api.Assertions.assertThat;

/** The sources of a service and of the modules of ours that it is made of, as they stand in the work tree. */
final class Sources {
    private static final Map<String, Path> MODULES = modules();

    private Sources() {}

    /** Every file of main code, with this ending, of the service's module and of those it depends on. */
    static List<Path> of(String service, String ending) {
        return closure(service).stream()
                .map(module -> MODULES.get(module).resolve("src/main"))
                .flatMap(directory -> files(directory, ending))
                .toList();
    }

    /** Every file of the service's own module alone. */
    static List<Path> own(String service, String ending) {
        return files(MODULES.get(service).resolve("src/main"), ending).toList();
    }

    /** What the only group of the expression matches in these files. */
    static Set<String> found(List<Path> files, String expression) {
        Pattern pattern = Pattern.compile(expression);
        Set<String> found = new TreeSet<>();
        for (Path file : files) {
            Matcher matcher = pattern.matcher(text(file));
            while (matcher.find()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    /** The only one. */
    static String only(List<Path> files, String expression) {
        Set<String> found = found(files, expression);
        assertThat(found).as(expression).hasSize(1);
        return found.iterator().next();
    }

    /** The project's version as it is released. */
    static String version() {
        return only(
                        List.of(Helm.PROJECT.resolve("pom.xml")),
                        "<artifactId>cssc-parent</artifactId>\\s*<version>([^<]+)</version>")
                .replace("-SNAPSHOT", "");
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> closure(String service) {
        Set<String> seen = new TreeSet<>();
        List<String> open = new ArrayList<>(List.of(service));
        while (!open.isEmpty()) {
            String next = open.remove(open.size() - 1);
            if (seen.add(next)) {
                open.addAll(dependencies(MODULES.get(next)));
            }
        }
        return seen;
    }

    private static List<String> dependencies(Path module) {
        return elements(module.resolve("pom.xml"), "dependency")
                .filter(dependency -> text(dependency, "groupId").equals("dev.cssc"))
                .filter(dependency -> !dependency.getTextContent().matches("(?s).*\\btest\\b.*"))
                .map(dependency -> text(dependency, "artifactId"))
                .filter(MODULES::containsKey)
                .toList();
    }

    private static Map<String, Path> modules() {
        Map<String, Path> modules = new TreeMap<>();
        elements(Helm.PROJECT.resolve("pom.xml"), "module").forEach(module -> {
            Path directory = Helm.PROJECT.resolve(module.getTextContent().strip());
            // The first one of a file is the parent's.
            modules.put(
                    elements(directory.resolve("pom.xml"), "project")
                            .map(project -> text(project, "artifactId"))
                            .findFirst()
                            .orElseThrow(),
                    directory);
        });
        return modules;
    }

    private static String text(Element parent, String child) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter(node -> node.getNodeName().equals(child))
                .map(node -> node.getTextContent().strip())
                .findFirst()
                .orElse("");
    }

    private static Stream<Element> elements(Path pom, String name) {
        try {
            var list = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getElementsByTagName(name);
            return IntStream.range(0, list.getLength()).mapToObj(i -> (Element) list.item(i));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("reading " + pom, e);
        }
    }

    private static Stream<Path> files(Path directory, String ending) {
        if (!Files.isDirectory(directory)) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value of the service's settings as it is when nobody says anything: its own properties go before those of what it is made of. */
    static Optional<String> setting(String service, String key) {
        return Stream.of(own(service, "application.properties"), of(service, "microprofile-config.properties"))
                .flatMap(List::stream)
                .flatMap(file -> found(List.of(file), "(?m)^" + Pattern.quote(key) + "=(.*)$").stream())
                .findFirst();
    }
}
