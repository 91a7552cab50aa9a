package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.image.Digest;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/** A base whose tag was seen at one build, when an image on it was patched by the engine. */
abstract class SeenBuildDriver extends RebaseDriver {
    ImageBuild old;
    Digest from;

    @BeforeEach
    void theTagIsSeenAtTheOldBuild() {
        old = build("1");
        from = push(old);
        run(rebasing(app(old, "opt/first")));
        assertThat(engine.calls).as("there was no newer build").isEqualTo(1);
        engine.calls = 0;
    }
}
