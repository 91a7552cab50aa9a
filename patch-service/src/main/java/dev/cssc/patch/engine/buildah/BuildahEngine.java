package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.buildah.BuildahStore;
import dev.cssc.common.buildah.CommittedLayer;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ManifestWriter;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Patches with the image's own package manager, in a container that Buildah makes of it: no daemon, nothing of one job seen by another.
 * What it raised is packed as one layer. Buildah speaks to no registry: the image comes and the layer goes by the product's own client. The
 * layers below are mounted in the staging repository by the registry, so they do not travel.
 */
public final class BuildahEngine implements PatchEngine {
    private final Buildah buildah;
    private final RegistryClient registry;
    private final Duration timeout;

    public BuildahEngine(Buildah buildah, RegistryClient registry, Duration timeout) {
        this.buildah = buildah;
        this.registry = registry;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "buildah";
    }

    @Override
    public Optional<String> unrunnable(Platform platform) {
        return buildah.runnable().whyNot(platform);
    }

    @Override
    public List<Platform> platforms() {
        return buildah.runnable().all();
    }

    @Override
    public Optional<String> unready() {
        return buildah.missing();
    }

    @Override
    public PatchedLayers patch(PatchRequest request) {
        try (BuildahStore store = buildah.open(request.directory())) {
            Upgrade.Raised raised = raise(store, request);
            List<Descriptor> below = store.pulled(
                            ImageReference.of(request.source().repository(), request.manifest()))
                    .manifest()
                    .layers();
            return new PatchedLayers(stage(request, below, raised.layer()), raised.raised(), raised.unavailable());
        }
    }

    private Upgrade.Raised raise(BuildahStore store, PatchRequest request) {
        try {
            return new Upgrade(store, request, Deadline.in(timeout)).run();
        } catch (FailureException e) {
            // That nothing is to be raised, or cannot be, has to be true of the image itself.
            store.requireUntouched();
            throw e;
        }
    }

    private Digest stage(PatchRequest request, List<Descriptor> below, CommittedLayer layer) {
        Repository staging = request.staging();
        below.forEach(source -> registry.copyBlob(request.source().repository(), staging, source));
        registry.putBlob(staging, layer.descriptor().digest(), layer.file());
        try {
            registry.putBlob(staging, Files.readAllBytes(layer.configFile()));
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, "patching " + request.subject() + ": reading its config: " + e)
                    .toException(e);
        }
        List<Descriptor> layers =
                new ArrayList<>(below.stream().map(BuildahEngine::inOciForm).toList());
        layers.add(layer.descriptor());
        return registry.putManifest(
                staging, request.temporary(), ManifestWriter.manifest(layer.config(), layers, Map.of()));
    }

    /** The same layer under its name in OCI's manifests. */
    private static Descriptor inOciForm(Descriptor layer) {
        return layer.mediaType().equals(MediaType.DOCKER_LAYER_GZIP)
                ? Descriptor.of(MediaType.OCI_LAYER_GZIP, layer.digest(), layer.size())
                : layer;
    }
}
