package dev.cssc.patch.engine;

import dev.cssc.common.image.Platform;

import java.util.List;
import java.util.Optional;

/** Raises packages in one platform's image. The result lies in the staging repository; nothing of it is trusted but its added layers. */
public interface PatchEngine {
    /** The engine's name in events and annotations, for example {@code copa}. */
    String name();

    /**
     * Raises exactly the listed packages, each to its fixed version or newer. Packages whose fixed version the image's repositories do not
     * hold are left out and named in the result.
     *
     * @throws dev.cssc.common.failure.FailureException {@code NO_IMPROVEMENT} where there was nothing to do,
     *     {@code FIXED_VERSION_UNAVAILABLE} where no listed package could be raised, {@code UNSUPPORTED_IMAGE}, {@code PATCH_FAILED},
     *     {@code ENGINE_UNAVAILABLE}, {@code TIMED_OUT} and others as their help says
     */
    PatchedLayers patch(PatchRequest request);

    /**
     * Why it cannot work on images of that platform where it runs, in a sentence; empty where it can. Cheap, so that it is asked before any
     * work is done; where another platform's programs have to be emulated, the answer may change at any time.
     */
    Optional<String> unrunnable(Platform platform);

    /** The platforms on whose images it can work, for people: the machine's own first. */
    List<Platform> platforms();

    /** Why the engine cannot work here; empty where it can. Cheap: looks for the program and whether its daemon
     * takes connections, starts nothing, and answers within seconds. */
    Optional<String> unready();
}
