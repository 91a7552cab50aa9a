package dev.cssc.local.configuration;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** What of the project each service is made of, and what it sets by itself. */
final class ServiceProperties {
    static final List<String> SERVICES = List.of("trigger", "scan", "patch");

    /** The modules of each service, itself first. */
    private final Map<String, Set<String>> modules = new LinkedHashMap<>();

    /** What each service sets, profiles left out. */
    private final Map<String, Map<String, String>> properties = new LinkedHashMap<>();

    private ServiceProperties() {}

    static ServiceProperties of(Path project) throws IOException {
        ServiceProperties read = new ServiceProperties();
        for (String service : SERVICES) {
            Set<String> all = new LinkedHashSet<>();
            addModules(project, service + "-service", all);
            read.modules.put(service, all);
            // What stands in the lower module first, so that the service's own word counts.
            Map<String, String> settings = new TreeMap<>();
            for (String module : new ArrayList<>(all).reversed()) {
                Path resources = project.resolve(module).resolve("src/main/resources");
                settings.putAll(load(resources.resolve("META-INF/microprofile-config.properties")));
                settings.putAll(load(resources.resolve("application.properties")));
            }
            read.properties.put(service, settings);
        }
        return read;
    }

    private static void addModules(Path project, String module, Set<String> all) throws IOException {
        if (!all.add(module)) {
            return;
        }
        for (String artifact : dependencies(project.resolve(module).resolve("pom.xml"))) {
            addModules(project, artifact.replaceFirst("^cssc-", "common/"), all);
        }
    }

    /** Artifacts of ours that the module needs at run time. */
    private static List<String> dependencies(Path pom) throws IOException {
        List<String> artifacts = new ArrayList<>();
        try {
            NodeList all = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getElementsByTagName("dependency");
            for (int i = 0; i < all.getLength(); i++) {
                Element dependency = (Element) all.item(i);
                boolean test = text(dependency, "scope").filter("test"::equals).isPresent();
                if (text(dependency, "groupId").filter("dev.cssc"::equals).isPresent() && !test) {
                    artifacts.add(text(dependency, "artifactId").orElseThrow());
                }
            }
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(pom + " cannot be read", e);
        }
        return artifacts;
    }

    private static Optional<String> text(Element parent, String name) {
        return Optional.ofNullable(parent.getElementsByTagName(name).item(0))
                .map(node -> node.getTextContent().strip());
    }

    private static Map<String, String> load(Path file) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        if (Files.exists(file)) {
            Properties loaded = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                loaded.load(in);
            }
            loaded.stringPropertyNames().stream()
                    .filter(name -> !name.startsWith("%"))
                    .forEach(name -> settings.put(name, loaded.getProperty(name)));
        }
        return settings;
    }

    /** Every module that is a part of a service. */
    List<String> allModules() {
        return modules.values().stream()
                .flatMap(Set::stream)
                .distinct()
                .sorted()
                .toList();
    }

    /** The services that this module is a part of. */
    List<String> having(String module) {
        return SERVICES.stream()
                .filter(service -> modules.getOrDefault(service, Set.of()).contains(module))
                .toList();
    }

    /** What the services set for that key by themselves, by service. */
    Map<String, String> settings(String key) {
        Map<String, String> set = new LinkedHashMap<>();
        properties.forEach((service, settings) -> {
            String value = settings.get(key);
            if (value != null) {
                set.put(service, value.replace("${cssc.schema}", settings.getOrDefault("cssc.schema", "")));
            }
        });
        return set;
    }

    /** The names of all keys that any service sets. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        properties.values().forEach(settings -> names.addAll(settings.keySet()));
        return names;
    }
}
