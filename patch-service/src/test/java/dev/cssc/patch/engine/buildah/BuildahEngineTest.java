package dev.cssc.patch.engine.buildah;

import dev.cssc.common.registry.Descriptor;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchEngineContract;
import dev.cssc.patch.engine.PatchedLayers;
import dev.cssc.patch.engine.TestBuildah;
import dev.cssc.patch.engine.TestRegistry;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract with real Buildah. */
class BuildahEngineTest extends PatchEngineContract {
    @Override
    protected PatchEngine engine(TestRegistry registry) {
        return new BuildahEngine(
                TestBuildah.create(registry.client, directory), registry.client, Duration.ofMinutes(5));
    }

    @Test
    void theLayerHoldsThePackagesAndNothingOfTheWorkOnThem() throws IOException {
        PatchedLayers result = engine.patch(request("all", pending));

        Descriptor layer = manifest(staged(result)).layers().getLast();
        List<String> paths = LayerPaths.of(registry.client.openBlob(staging(), layer.digest()));
        assertThat(paths)
                .contains("var/lib/dpkg/status")
                .noneMatch(path -> path.startsWith("var/lib/apt/lists/")
                        || path.startsWith("var/cache/apt/")
                        || path.startsWith("var/log/")
                        || path.startsWith("run/")
                        || path.startsWith("tmp/"))
                .doesNotContain("etc/hostname", "etc/hosts", "etc/.wh.hosts", "etc/resolv.conf");
        assertThat(manifest(staged(result)).layers()).hasSize(3);
    }
}
