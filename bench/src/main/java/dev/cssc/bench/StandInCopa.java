package dev.cssc.bench;

import java.nio.file.Path;
import java.util.Map;

/**
 * A stand-in for Copa: a shell script that has {@link StandInRegistry} keep the image with an empty layer more under the tag that Copa was to
 * push. It patches nothing and knows no BuildKit.
 *
 * @param program what {@code cssc.patch.copa.program} is to name
 * @param registry its stand-in
 */
record StandInCopa(Path program, StandInRegistry registry) {

    /** Puts it into a directory. */
    static StandInCopa in(Scratch scratch, StandInRegistry registry) {
        String script = StandInTrivy.read(scratch.script("stand-in-copa.sh")).replace("@REGISTRY@", registry.host());
        return new StandInCopa(StandInTrivy.executable(scratch.resolve("stand-in-copa"), script), registry);
    }

    /** What the patch service is told, by environment variable. For a BuildKit it finds somebody who listens. */
    Map<String, String> settings() {
        return Map.of(
                "CSSC_PATCH_ENGINE",
                "copa",
                "CSSC_PATCH_COPA_PROGRAM",
                program.toString(),
                "CSSC_PATCH_COPA_ADDRESS",
                "tcp://" + registry.host());
    }
}
