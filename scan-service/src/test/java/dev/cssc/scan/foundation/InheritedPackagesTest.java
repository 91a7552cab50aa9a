package dev.cssc.scan.foundation;

import dev.cssc.common.capacity.Turns;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;
import dev.cssc.scan.image.ImageDocuments;
import dev.cssc.scan.inventory.OutcomeMemory;
import dev.cssc.scan.inventory.RememberingScanEngine;
import dev.cssc.scan.service.ScanStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Images in a real registry whose packages are read from the same layers. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class InheritedPackagesTest {

    @Inject
    OutcomeMemory memory;

    @Inject
    RegistryClient registry;

    @Inject
    FoundationStore store;

    @Inject
    Transactions transactions;

    @ConfigProperty(name = "test.registry")
    String host;

    @TempDir
    Path directory;

    private final String id = UUID.randomUUID().toString();
    private final CountingEngine engine = new CountingEngine("counting-" + id);
    private final ImageBuild base = ImageBuild.of(file("var/lib/dpkg/status", id), file("usr/share/zoneinfo/UTC", id));
    private RememberingScanEngine remembering;

    @BeforeEach
    void configureAsByDefault() {
        configure(Map.of());
    }

    private void configure(Map<String, String> settings) {
        FoundationConfig config = new SmallRyeConfigBuilder()
                .withMapping(FoundationConfig.class)
                .withDefaultValues(settings)
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(FoundationConfig.class);
        remembering = new RememberingScanEngine(
                engine,
                memory,
                new RegistryFoundations(
                        registry, new ImageDocuments(registry, Clock.systemUTC()), store, transactions, config),
                new Turns(2),
                Clock.systemUTC());
    }

    private static Layer file(String path, String content) {
        return Layer.ofFiles(Map.of(path, content));
    }

    private Digest pushed(ImageBuild image) {
        return new Digest(image.push(host, "foundation/app", "latest"));
    }

    private ScanOutcome scan(Digest manifest) {
        return remembering.scan(new ScanRequest(
                new Repository(host, "foundation/app"),
                manifest,
                Platform.of("linux", "amd64"),
                directory,
                Instant.now()));
    }

    private ScanOutcome scan(ImageBuild image) {
        return scan(pushed(image));
    }

    @Test
    void imageWhoseOwnLayersHoldNoPackagesHasThoseOfAnotherOnTheSameBase() {
        ScanOutcome first = scan(base.plus(file("srv/app", "1")));
        ScanOutcome second = scan(base.plus(file("srv/app", "2")).plus(file("srv/more", "2")));
        ScanOutcome theBaseItself = scan(base);

        assertThat(engine.looked).hasSize(1);
        assertThat(second).isEqualTo(first);
        assertThat(theBaseItself).isEqualTo(first);
    }

    @Test
    void imageThatInheritedIsKnownByItselfFromThenOn() {
        scan(base);
        Digest heir = pushed(base.plus(file("srv/app", "1")));
        ScanOutcome inherited = scan(heir);
        // Not even the registry is asked again.
        RememberingScanEngine apart = new RememberingScanEngine(
                engine,
                memory,
                (request, sources) -> {
                    throw new AssertionError("asked for the layers of " + request.reference());
                },
                new Turns(1),
                Clock.systemUTC());

        assertThat(apart.scan(new ScanRequest(
                        new Repository(host, "foundation/app"),
                        heir,
                        Platform.of("linux", "amd64"),
                        directory,
                        Instant.now())))
                .isEqualTo(inherited);
        assertThat(engine.looked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var/lib/dpkg/status.d/own",
                "var/lib/.wh.dpkg",
                "var/lib/dpkg/.wh.status",
                "var/.wh..wh..opq",
                "etc/os-release",
                "var/lib",
                "./var//lib/./dpkg/status",
                "../var/lib/dpkg/status"
            })
    void imageWithALayerThatMayHoldOrHidePackagesIsScanned(String path) {
        scan(base);
        ScanOutcome own = scan(base.plus(file(path, "own")));

        assertThat(engine.looked).hasSize(2);
        assertThat(own).isNotEqualTo(scan(base));
    }

    @Test
    void siblingsThatGotTheSamePatchLayerAreScannedOnce() {
        Layer patch = file("var/lib/dpkg/status", "patched " + id);
        scan(base.plus(file("srv/app", "1")));
        ScanOutcome first = scan(base.plus(file("srv/app", "1")).plus(patch));
        ScanOutcome second = scan(base.plus(file("srv/app", "2")).plus(patch));

        assertThat(engine.looked).hasSize(2);
        assertThat(second).isEqualTo(first);
    }

    @Test
    void orderOfTheLayersThatHoldPackagesCounts() {
        Layer one = file("var/lib/dpkg/status", "one " + id);
        Layer two = file("var/lib/dpkg/status", "two " + id);
        scan(base.plus(one).plus(two));
        scan(base.plus(two).plus(one));

        assertThat(engine.looked).hasSize(2);
    }

    @Test
    void imageThatCallsTwoLayersAlikeGivesItsPackagesToNobody() {
        Layer first = base.layers().getFirst();
        Layer own = file("var/lib/dpkg/status.d/own", id);
        Layer disguised = new Layer(own.digest(), first.diffId(), own.size(), own.content());
        scan(base.plus(disguised));
        scan(base.plus(own));

        assertThat(engine.looked).hasSize(2);
    }

    @Test
    void anotherVersionOfTheEngineLooksForItself() {
        scan(base);
        engine.scanner = new Scanner(engine.name(), "2", "db-1");
        scan(base.plus(file("srv/app", "1")));

        assertThat(engine.looked).hasSize(2);
    }

    @Test
    void distributionWhosePackagesAreNotReadFromThereAloneIsScannedEachTime() {
        engine.family = "rocky";
        scan(base);
        scan(base.plus(file("srv/app", "1")));

        assertThat(engine.looked).hasSize(2);
    }

    @Test
    void ofImagesOnOneBaseThatAreDueAtOnceOneIsScanned() {
        List<Digest> images = List.of(
                pushed(base.plus(file("srv/app", "1"))),
                pushed(base.plus(file("srv/app", "2"))),
                pushed(base.plus(file("srv/app", "3"))));
        engine.go.drainPermits();
        try (ExecutorService workers = Executors.newFixedThreadPool(images.size())) {
            List<CompletableFuture<ScanOutcome>> outcomes = images.stream()
                    .map(image -> CompletableFuture.supplyAsync(() -> scan(image), workers))
                    .toList();
            await().atMost(Duration.ofSeconds(30)).until(() -> !engine.looked.isEmpty());
            engine.go.release();

            assertThat(outcomes.stream().map(CompletableFuture::join).distinct())
                    .hasSize(1);
        }
        assertThat(engine.looked).hasSize(1);
    }

    @Test
    void imageOnALayerWhoseFirstScanFailedIsScannedForItself() {
        engine.fails = true;
        Digest first = pushed(base.plus(file("srv/app", "1")));
        assertThatThrownBy(() -> scan(first)).isInstanceOf(FailureException.class);
        engine.fails = false;
        scan(base.plus(file("srv/app", "2")));

        assertThat(engine.looked).hasSize(2);
    }

    @Test
    void layerThatIsTooLargeToBeReadCountsAsOneThatMayHoldPackages() {
        configure(Map.of("cssc.scan.foundation.largest-layer", "15000"));
        Layer large = file("srv/a", id.repeat(1_000));
        scan(base);
        scan(base.plus(large));
        scan(base.plus(large).plus(file("srv/app", "1")));

        assertThat(engine.looked).hasSize(2);
    }

    @Test
    void baseThatWasNotMetBeforeIsLeftToTheScanner() {
        configure(Map.of("cssc.scan.foundation.largest-of-new-base", "1"));
        scan(base.plus(file("srv/app", "1" + id)));
        scan(base.plus(file("srv/app", "2" + id)));
        scan(base.plus(file("srv/app", "3" + id)));

        // The first one's own layer was not read either; from the second on it is known what they have in common.
        assertThat(engine.looked).hasSize(2);
    }

    @Test
    void everyImageIsScannedWhereThatIsWanted() {
        configure(Map.of("cssc.scan.foundation.enabled", "false"));
        scan(base);
        scan(base.plus(file("srv/app", "1")));

        assertThat(engine.looked).hasSize(2);
    }
}
