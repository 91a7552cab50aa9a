package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the directories by which child processes (Trivy, Copa, Buildah) get the credentials for just what they do. */
public final class DockerConfigDirectories {
    private final RegistryConnections connections;
    private final Path parent;

    /** Directories below the platform's directory for temporary files. */
    public DockerConfigDirectories(RegistryConnections connections) {
        this(connections, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Directories below {@code parent}, which must exist. */
    public DockerConfigDirectories(RegistryConnections connections, Path parent) {
        this.connections = connections;
        this.parent = parent;
    }

    /** Directories for exactly these registries, below the platform's directory for temporary files. */
    public DockerConfigDirectories(Registries registries) {
        this(new RegistryConnections(registries));
    }

    /** Directories for exactly these registries, below {@code parent}, which must exist. */
    public DockerConfigDirectories(Registries registries, Path parent) {
        this(new RegistryConnections(registries), parent);
    }

    /**
     * A fresh directory (mode 0700) with a {@code config.json} (mode 0600) that holds credentials for these accesses and, as far as the
     * registry and the child can do with it, for no others; anonymous registries have no entry. What ends by itself is fetched now. Close
     * it when the child has ended.
     *
     * @param accesses all that the child does, in one or several registries
     * @param tool what the child can read
     * @param step how long the child may take
     * @throws dev.cssc.common.failure.FailureException {@code REGISTRY_UNKNOWN} where a registry is not configured; whatever comes of
     *     fetching a token
     */
    public DockerConfigDirectory create(Set<RepositoryAccess> accesses, ChildTool tool, Duration step) {
        Map<String, List<RepositoryAccess>> byHost = accesses.stream()
                .collect(Collectors.groupingBy(a -> a.repository().registry(), TreeMap::new, Collectors.toList()));
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ObjectNode auths = tree.putObject("auths");
        Instant now = connections.clock().instant();
        byHost.forEach((host, wanted) -> {
            RegistryConnection connection = connections.to(host);
            new ChildCredentials(connection, tool, now, now.plus(step))
                    .entry(wanted)
                    .ifPresent(entry -> auths.set(connection.settings().dockerConfigKey(), entry));
        });
        try {
            Path directory = Files.createTempDirectory(
                    parent,
                    "cssc-docker-config-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            DockerConfigDirectory result = new DockerConfigDirectory(directory);
            try {
                write(directory.resolve("config.json"), BoundedJson.write(tree));
            } catch (IOException e) {
                result.close();
                throw e;
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException("making a directory for registry credentials below " + parent, e);
        }
    }

    /** With its mode from the first moment on. */
    private static void write(Path file, byte[] content) throws IOException {
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))))) {
            out.write(content);
        }
    }
}
