package dev.cssc.scan.engine.trivy;

import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.trivy.Advisory;
import dev.cssc.common.embedded.trivy.DatabaseWriter;
import dev.cssc.common.embedded.trivy.DebianAdvisories;
import dev.cssc.common.process.Executables;
import dev.cssc.scan.engine.ScanEngineContract;
import io.smallrye.config.SmallRyeConfigBuilder;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trivy of this machine, with databases of our own making. */
final class RealTrivy {
    private static List<Advisory> pending = List.of();

    private RealTrivy() {}

    /**
     * For conditions. A run that is to prove something ({@code CSSC_REQUIRE_TOOLS}) fails where it cannot, unless it says that it goes
     * without ({@code CSSC_WITHOUT_TRIVY}).
     */
    static boolean isUsable() {
        if (System.getenv("CSSC_WITHOUT_TRIVY") != null) {
            return false;
        }
        boolean usable = Executables.find("trivy").isPresent()
                && DatabaseWriter.isPossible()
                && ScanEngineContract.exampleImageIsPossible();
        boolean required = System.getenv("CSSC_REQUIRE_TOOLS") != null;
        if (!usable && required) {
            throw new AssertionError("trivy, go, docker-registry or debootstrap is not on PATH, or this is not root,"
                    + " though CSSC_REQUIRE_TOOLS is set");
        }
        return usable;
    }

    /** What Debian's security updates for the example image mend. */
    static synchronized List<Advisory> pending() {
        if (pending.isEmpty()) {
            pending =
                    DebianAdvisories.ofExampleImage(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), message -> {});
        }
        return pending;
    }

    /** Settings as the service reads them: defaults, the cache directory, and these, without the prefix. */
    static TrivyConfig config(Path cache, Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put("cssc.scan.trivy.cache-directory", cache.toString());
        settings.forEach((name, value) -> properties.put("cssc.scan.trivy." + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(TrivyConfig.class)
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(TrivyConfig.class);
    }
}
