package dev.cssc.common.buildah;

import dev.cssc.common.image.Platform;
import dev.cssc.common.process.Executables;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.RegistryClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Opens storages; see {@link BuildahStore}. */
@ApplicationScoped
public class Buildah {

    private final ProcessRunner runner;
    private final BuildahConfig config;
    private final RegistryClient registry;
    private final LayerCache layers;
    private final UnpackedImages unpacked;

    /** @param directories of the service; layers are kept beside them where the configuration says no other place */
    @Inject
    public Buildah(ProcessRunner runner, BuildahConfig config, RegistryClient registry, WorkDirectories directories) {
        this.runner = runner;
        this.config = config;
        this.registry = registry;
        this.layers = LayerCache.of(directories, config);
        this.unpacked = new UnpackedImages(
                directories, config.unpackedLimit(), directory -> open(directory, image -> Optional.empty()));
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

    /**
     * A storage of its own below the given directory, which must exist. Close it before the directory is removed.
     *
     * @throws dev.cssc.common.failure.FailureException where the storage's folders cannot be made
     */
    public BuildahStore open(Path directory) {
        return open(directory, unpacked::use);
    }

    private BuildahStore open(Path directory, Function<PulledImage, Optional<UnpackedImages.Use>> below) {
        return BuildahStore.open(
                runner, config, (image, to) -> PulledImage.of(registry, layers, image, to), below, directory);
    }

    /** Removes what was kept unpacked. */
    @PreDestroy
    void removeUnpacked() {
        unpacked.close();
    }
}
