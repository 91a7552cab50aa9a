package dev.cssc.scan.engine.trivy;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.embedded.trivy.Advisory;
import dev.cssc.common.embedded.trivy.AdvisoryDatabase;
import dev.cssc.common.event.Severity;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;
import dev.cssc.scan.engine.ScanOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What real Trivy reads, remembers and takes for what of an image's layers. */
@EnabledIf(
        value = "dev.cssc.scan.engine.trivy.RealTrivy#isUsable",
        disabledReason = "trivy, go, docker-registry or debootstrap is not installed, or this is not root")
class TrivyLayersOnRealImagesTest extends RealTrivyDriver {

    @Test
    void layerThatIsCalledLikeOneOfAnotherImageIsNotTakenForIt() {
        AdvisoryDatabase.of(RealTrivy.pending()).writeTo(cache);
        Layer real = base.layers().getFirst();
        Layer harmless = Layer.ofFiles(Map.of(
                "etc/debian_version",
                "12.15\n",
                "etc/os-release",
                "ID=debian\nVERSION_ID=\"12\"\n",
                "var/lib/dpkg/status",
                """
                Package: harmless
                Status: install ok installed
                Version: 1-1
                Architecture: amd64
                """));
        Layer disguised = new Layer(harmless.digest(), real.diffId(), harmless.size(), harmless.content());
        Digest liar = new Digest(ImageBuild.of(disguised).push(registry.host(), debian.path(), "liar"));

        try (TrivyEngine engine = engine(AS_IT_IS)) {
            ScanOutcome.Scanned first = (ScanOutcome.Scanned) scan(engine, debian, liar);
            ScanOutcome.Scanned honest = (ScanOutcome.Scanned) scan(engine, debian, image);
            ScanOutcome.Scanned again = (ScanOutcome.Scanned) scan(engine, debian, liar);

            assertThat(first.fixable()).isEmpty();
            assertThat(honest.fixable()).isNotEmpty();
            assertThat(again.inventory().packages())
                    .isEqualTo(first.inventory().packages())
                    .hasSize(1);
        }
    }

    @Test
    void layersThatWereReadAreNotReadAgainWithANewerDatabase() throws IOException {
        AdvisoryDatabase database = AdvisoryDatabase.of(RealTrivy.pending());
        database.writeTo(cache);
        Repository gone = debian.sibling("demo/gone");
        base.push(registry.host(), gone.path(), "12");
        try (TrivyEngine engine = engine(AS_IT_IS)) {
            ScanOutcome.Scanned before = (ScanOutcome.Scanned) scan(engine, gone, image);
            database.plus(Advisory.fixed("tar", "CVE-2099-0001", "9.9", Severity.HIGH))
                    .writeTo(cache);
            delete(gone, base.layers().getFirst().digest());

            ScanOutcome.Scanned after = (ScanOutcome.Scanned) scan(engine, gone, image);

            assertThat(after.inventory()).isEqualTo(before.inventory());
            assertThat(after.fixable()).hasSizeGreaterThan(before.fixable().size());
        }
    }

    @Test
    void layerThatTouchesNoneOfTrivysSourcesChangesNothingOfWhatItFinds() {
        AdvisoryDatabase.of(RealTrivy.pending()).writeTo(cache);
        Layer application = Layer.ofFiles(Map.of(
                "srv/app/var/lib/dpkg/status", "Package: no\nStatus: install ok installed\nVersion: 1\n",
                "etc/os-release.orig", "ID=alpine\nVERSION_ID=3.20\n",
                "srv/app/bom.cdx.json", "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[]}",
                "usr/share/doc/tar/copyright", "License: none\n",
                "usr/share/.wh.zoneinfo", "",
                "var/cache/apt/.wh..wh..opq", ""));
        Digest derived = new Digest(base.plus(application).push(registry.host(), debian.path(), "derived"));

        try (TrivyEngine engine = engine(AS_IT_IS)) {
            assertThat(LayerPaths.of(
                                    LayerEntry.of(LayerEntry.Kind.FILE, "srv/app/var/lib/dpkg/status"),
                                    LayerEntry.of(LayerEntry.Kind.WHITEOUT, "usr/share/zoneinfo"),
                                    LayerEntry.of(LayerEntry.Kind.OPAQUE, "var/cache/apt"))
                            .touching(engine.sources().orElseThrow().places()))
                    .isEmpty();
            ScanOutcome.Scanned first = (ScanOutcome.Scanned) scan(engine, debian, image);
            assertThat(scan(engine, debian, derived)).isEqualTo(first);
        }
    }

    private static void delete(Repository repository, String blob) throws IOException {
        HttpRequest delete = HttpRequest.newBuilder(
                        URI.create("http://" + registry.host() + "/v2/" + repository.path() + "/blobs/" + blob))
                .DELETE()
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(delete, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(202);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
