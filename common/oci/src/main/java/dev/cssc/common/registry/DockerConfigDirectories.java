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
import java.util.Set;
import java.util.TreeSet;

/** Makes the directories by which child processes (Trivy, Copa, Buildah) get the credentials of just the registries they work on. */
public final class DockerConfigDirectories {
    private final Registries registries;
    private final Path parent;

    /** Directories below the platform's directory for temporary files. */
    public DockerConfigDirectories(Registries registries) {
        this(registries, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Directories below {@code parent}, which must exist. */
    public DockerConfigDirectories(Registries registries, Path parent) {
        this.registries = registries;
        this.parent = parent;
    }

    /**
     * A fresh directory (mode 0700) with a {@code config.json} (mode 0600) that holds the credentials of these registries and no others;
     * anonymous ones have no entry. Close it when the child has ended.
     *
     * @throws dev.cssc.common.failure.FailureException {@code REGISTRY_UNKNOWN} where one is not configured
     */
    public DockerConfigDirectory create(Set<String> hosts) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ObjectNode auths = tree.putObject("auths");
        for (String host : new TreeSet<>(hosts)) {
            RegistrySettings settings = registries.settings(host);
            settings.credentials()
                    .ifPresent(c -> auths.putObject(settings.dockerConfigKey()).put("auth", c.basic()));
        }
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
