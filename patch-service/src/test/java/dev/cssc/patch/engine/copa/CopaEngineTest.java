package dev.cssc.patch.engine.copa;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Tag;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchEngineContract;
import dev.cssc.patch.engine.PatchedLayers;
import dev.cssc.patch.engine.TestRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract with real Copa and the BuildKit named by {@code CSSC_BUILDKIT_ADDR} (for example {@code tcp://127.0.0.1:1234}). */
@EnabledIfEnvironmentVariable(
        named = "CSSC_BUILDKIT_ADDR",
        matches = ".+",
        disabledReason = "no BuildKit named by CSSC_BUILDKIT_ADDR")
@EnabledIf(value = "dev.cssc.patch.engine.copa.CopaEngineTest#copaIsInstalled", disabledReason = "no copa on PATH")
class CopaEngineTest extends PatchEngineContract {
    static boolean copaIsInstalled() {
        return dev.cssc.common.process.Executables.find("copa").isPresent();
    }

    @Override
    protected PatchEngine engine(TestRegistry registry) {
        return new CopaEngine(
                new ChildProcesses(),
                registry.client,
                registry.credentials,
                TestCopa.config("copa", System.getenv("CSSC_BUILDKIT_ADDR")),
                Duration.ofMinutes(5));
    }

    @Test
    void whatCopaPatchedIsNeverPatchedAgain() {
        PatchedLayers first = engine.patch(request("first", List.of(pending.getFirst())));
        PinnedImage patched = new PinnedImage(staging(), new Tag("first"), first.manifest());

        assertThatThrownBy(() -> engine.patch(request(patched, "second", List.of(pending.getLast()))))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(ReasonCode.UNSUPPORTED_IMAGE);
                    assertThat(e.failure().detail()).contains("demo/debian:12@sha256:");
                });
    }

    @Test
    void theSourcesLayersStayAsTheyAreBelowOneMore() {
        PatchedLayers result = engine.patch(request("layers", List.of(pending.getFirst())));

        List<Descriptor> source = manifest(ImageReference.of(
                        request("layers", pending).source().repository(),
                        request("layers", pending).manifest()))
                .layers();
        List<Descriptor> patched = manifest(staged(result)).layers();
        assertThat(patched).hasSize(source.size() + 1);
        assertThat(patched.subList(0, source.size()))
                .extracting(Descriptor::digest)
                .isEqualTo(source.stream().map(Descriptor::digest).toList());
    }

    @Test
    void theEngineIsReadyWhereItsBuildKitAnswers() {
        assertThat(engine.unready()).isEmpty();
    }
}
