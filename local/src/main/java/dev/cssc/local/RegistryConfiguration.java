package dev.cssc.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Debian's docker-registry is told: loopback, files in the stack's directory, manifests may be deleted. */
final class RegistryConfiguration {
    private RegistryConfiguration() {}

    static Path write(StackHome home, StackSettings settings) {
        Path data = home.data(Part.REGISTRY);
        Path file = StackHome.withParent(home.directory().resolve("run").resolve("registry.yml"));
        try {
            Files.createDirectories(data);
            Files.writeString(file, """
                    version: 0.1
                    log: {level: warn, accesslog: {disabled: true}}
                    storage:
                      filesystem: {rootdirectory: '%s'}
                      delete: {enabled: true}
                    http: {addr: '%s'}
                    """.formatted(data.toString().replace("'", "''"), settings.address(Part.REGISTRY)));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the registry's configuration " + file + " cannot be written", e);
        }
    }
}
