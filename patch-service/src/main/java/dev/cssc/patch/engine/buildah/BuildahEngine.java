package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.buildah.BuildahStore;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.registry.ChildTool;
import dev.cssc.common.registry.DockerConfigDirectories;
import dev.cssc.common.registry.DockerConfigDirectory;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RepositoryAccess;
import dev.cssc.common.registry.Scheme;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Patches with the image's own package manager, in a container that Buildah makes of it: no daemon, nothing of one job seen by another.
 * What it raised is committed as one layer straight into the staging repository; the layers below are mounted there by the registry, so
 * they do not travel.
 */
public final class BuildahEngine implements PatchEngine {
    private final Buildah buildah;
    private final RegistryClient registry;
    private final Registries registries;
    private final DockerConfigDirectories credentials;
    private final Duration timeout;

    public BuildahEngine(
            Buildah buildah,
            RegistryClient registry,
            Registries registries,
            DockerConfigDirectories credentials,
            Duration timeout) {
        this.buildah = buildah;
        this.registry = registry;
        this.registries = registries;
        this.credentials = credentials;
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
        boolean plainHttp = registries.settings(request.staging().registry()).scheme() == Scheme.HTTP;
        Set<RepositoryAccess> accesses =
                Set.of(RepositoryAccess.pull(request.source().repository()), RepositoryAccess.push(request.staging()));
        try (DockerConfigDirectory config = credentials.create(accesses, ChildTool.TAKES_PASSWORD, timeout);
                BuildahStore store = buildah.open(request.directory())) {
            Upgrade upgrade = new Upgrade(store, request, plainHttp, config.file(), Deadline.in(timeout));
            Upgrade.Raised raised = upgrade.run();
            return new PatchedLayers(staged(request), raised.raised(), raised.unavailable());
        }
    }

    private Digest staged(PatchRequest request) {
        return registry.head(ImageReference.of(request.staging(), request.temporary()))
                .orElseThrow(() -> Failure.of(
                                ReasonCode.ENGINE_FAILED,
                                "patching " + request.subject() + ": Buildah reports success, but " + request.staging()
                                        + ":" + request.temporary() + " is not there")
                        .toException())
                .digest();
    }
}
