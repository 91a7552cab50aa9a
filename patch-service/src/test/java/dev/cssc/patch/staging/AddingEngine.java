package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;

import java.util.List;

/** Leaves that image as its result, and counts how often. */
final class AddingEngine extends HostEngine {
    int calls;

    private final ImageBuild result;

    AddingEngine(ImageBuild result) {
        super("adding");
        this.result = result;
    }

    @Override
    public PatchedLayers patch(PatchRequest request) {
        calls++;
        return new PatchedLayers(leave(result, request), request.packages(), List.of());
    }
}
