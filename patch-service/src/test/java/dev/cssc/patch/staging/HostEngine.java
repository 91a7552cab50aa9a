package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchRequest;

import java.util.List;
import java.util.Optional;

/** In the place of an engine: always ready, for images of this machine's platform. */
abstract class HostEngine implements PatchEngine {
    private final String name;

    HostEngine(String name) {
        this.name = name;
    }

    /** Leaves that image where the request wants the result. */
    static Digest leave(ImageBuild result, PatchRequest request) {
        return new Digest(result.push(
                request.staging().registry(),
                request.staging().path(),
                request.temporary().value()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> unrunnable(Platform platform) {
        return Optional.empty();
    }

    @Override
    public List<Platform> platforms() {
        return List.of(Platform.host());
    }

    @Override
    public Optional<String> unready() {
        return Optional.empty();
    }
}
