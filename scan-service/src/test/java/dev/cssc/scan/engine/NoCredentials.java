package dev.cssc.scan.engine;

import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.ChildTool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Anonymous access to registries without TLS; counts logins that were not closed. */
public final class NoCredentials implements RegistryAccess {

    private final Path directory;
    private final boolean plainHttp;
    private int open;

    public NoCredentials(Path directory, boolean plainHttp) {
        this.directory = directory;
        this.plainHttp = plainHttp;
    }

    /** Logins that nobody has closed. */
    public int open() {
        return open;
    }

    @Override
    public Login login(Repository repository, ChildTool tool, Duration step) {
        try {
            Files.writeString(directory.resolve("config.json"), "{\"auths\":{}}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open++;
        return new Login() {
            @Override
            public boolean plainHttp() {
                return plainHttp;
            }

            @Override
            public Optional<Path> certificates() {
                return Optional.empty();
            }

            @Override
            public Path dockerConfig() {
                return directory;
            }

            @Override
            public void close() {
                open--;
            }
        };
    }
}
