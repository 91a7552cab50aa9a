package dev.cssc.common.buildah;

import dev.cssc.common.image.Platform;
import dev.cssc.common.process.Executables;
import dev.cssc.common.process.ProcessRunner;
import jakarta.enterprise.context.ApplicationScoped;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Opens storages; see {@link BuildahStore}. */
@ApplicationScoped
public class Buildah {

    private final ProcessRunner runner;
    private final BuildahConfig config;

    public Buildah(ProcessRunner runner, BuildahConfig config) {
        this.runner = runner;
        this.config = config;
    }

    /** Why Buildah cannot be used on this machine, in a sentence; empty where its program is there. */
    public Optional<String> missing() {
        return Executables.find(config.program()).isPresent()
                ? Optional.empty()
                : Optional.of(config.program() + " is not installed (Debian: apt-get install buildah)");
    }

    /** The platforms whose images' programs run in containers here. The kernel is asked each time: an emulator may come and go. */
    public RunnablePlatforms runnable() {
        return RunnablePlatforms.here(config.emulatedPlatforms().orElse(List.of()).stream()
                .map(Platform::parse)
                .toList());
    }

    /** How long a pull may take: until then credentials are needed that only read. */
    public Duration pullTimeout() {
        return config.pullTimeout();
    }

    /**
     * A storage of its own below the given directory, which must exist. Close it before the directory is removed.
     *
     * @throws dev.cssc.common.failure.FailureException where the storage's folders cannot be made
     */
    public BuildahStore open(Path directory) {
        return BuildahStore.open(runner, config, directory);
    }
}
