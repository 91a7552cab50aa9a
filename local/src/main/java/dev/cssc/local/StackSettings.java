package dev.cssc.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a stack was started with; a part that is started again later gets the same.
 *
 * @param ports a port for every part
 * @param engines which engines the services use
 * @param build as what the services run
 */
public record StackSettings(Map<Part, Integer> ports, Engines engines, Build build) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOOPBACK = "127.0.0.1";

    public StackSettings {
        ports = Map.copyOf(ports);
    }

    /**
     * The engines in use.
     *
     * @param scan {@code trivy} or {@code package-manager}
     * @param patch {@code copa} or {@code buildah}
     * @param buildkit BuildKit's address, where Copa patches
     * @param trivy the vulnerability database, where Trivy scans
     */
    public record Engines(
            String scan, String patch, Optional<String> buildkit, Optional<TrivyDatabase.Present> trivy) {}

    /**
     * The ports asked for: as the option says, else as the part's variable says, else counted from {@code CSSC_PORT_BASE} in the order of
     * {@link Part}, else the default ones.
     *
     * @throws CliException where a variable holds no port, or two parts have the same
     */
    static Map<Part, Integer> ports(Map<Part, Integer> options, Map<String, String> environment) {
        Map<Part, Integer> ports = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            int port = Optional.ofNullable(options.get(part))
                    .or(() -> Optional.ofNullable(environment.get(part.portVariable()))
                            .map(text -> parsePort(part.portVariable(), text)))
                    .or(() -> Optional.ofNullable(environment.get("CSSC_PORT_BASE"))
                            .map(text -> parsePort("CSSC_PORT_BASE", text) + part.ordinal()))
                    .orElse(part.defaultPort());
            ports.forEach((other, taken) -> {
                if (taken == port) {
                    throw new CliException(
                            ExitCode.INVALID, other + " and " + part + " are both given port " + port + ".");
                }
            });
            ports.put(part, port);
        }
        return ports;
    }

    static int parsePort(String from, String text) {
        if (text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        throw new CliException(ExitCode.INVALID, from + " is '" + text + "'; expected a port, 1 to 65535.");
    }

    /** {@code host:port} of a part. */
    public String address(Part part) {
        return address(ports, part);
    }

    static String address(Map<Part, Integer> ports, Part part) {
        return LOOPBACK + ":" + Optional.ofNullable(ports.get(part)).orElse(part.defaultPort());
    }

    /** The port of a part. */
    public int port(Part part) {
        return Optional.ofNullable(ports.get(part)).orElse(part.defaultPort());
    }

    /** The database for the reactive client; with {@code jdbc:} before it, for migrations. */
    public String databaseUrl() {
        return "postgresql://" + address(Part.POSTGRES) + "/postgres";
    }

    /** {@code http://host:port} of a part. */
    public String url(Part part) {
        return "http://" + address(part);
    }

    /** What other programs want to know. */
    JsonNode endpoints() {
        ObjectNode endpoints = JSON.createObjectNode();
        endpoints.put("registry", address(Part.REGISTRY));
        endpoints.put("triggerUrl", url(Part.TRIGGER));
        endpoints.put("scanUrl", url(Part.SCAN));
        endpoints.put("patchUrl", url(Part.PATCH));
        endpoints.put("kafka", address(Part.KAFKA));
        endpoints.put("postgres", databaseUrl());
        return endpoints;
    }

    /** As it is kept. */
    JsonNode toJson() {
        ObjectNode document = JSON.createObjectNode();
        ObjectNode portsByName = document.putObject("ports");
        ports.forEach((part, port) -> portsByName.put(part.title(), port));
        ObjectNode chosen = document.putObject("engines");
        chosen.put("scan", engines.scan());
        chosen.put("patch", engines.patch());
        engines.buildkit().ifPresent(address -> chosen.put("buildkit", address));
        engines.trivy()
                .ifPresent(database -> chosen.putObject("trivy")
                        .put("cache", database.cache().toString())
                        .put("renewable", database.renewable())
                        .put("repository", database.repository().orElse("")));
        document.put("build", build.title());
        return document;
    }

    /** As it was kept. */
    static StackSettings fromJson(JsonNode document) {
        Map<Part, Integer> ports = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            ports.put(part, document.path("ports").path(part.title()).asInt(part.defaultPort()));
        }
        JsonNode chosen = document.path("engines");
        return new StackSettings(
                ports,
                new Engines(
                        chosen.path("scan").asText("package-manager"),
                        chosen.path("patch").asText("buildah"),
                        Optional.ofNullable(chosen.get("buildkit")).map(JsonNode::asText),
                        Optional.ofNullable(chosen.get("trivy"))
                                .map(database -> new TrivyDatabase.Present(
                                        Path.of(database.path("cache").asText()),
                                        database.path("renewable").asBoolean(),
                                        Optional.of(database.path("repository").asText(""))
                                                .filter(repository -> !repository.isEmpty())))),
                document.path("build").asText("").equals(Build.NATIVE.title()) ? Build.NATIVE : Build.JVM);
    }
}
