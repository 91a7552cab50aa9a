package dev.cssc.scan.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.ScanConfig;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;
import dev.cssc.scan.image.ImageDocuments;
import dev.cssc.scan.inventory.ImageStore;
import dev.cssc.scan.inventory.PlatformManifest;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** An engine's child meets a registry's limit and cannot say for how long it holds. */
class RateLimitedScanTest {
    private static final Failure OF_THE_CHILD =
            Failure.of(ReasonCode.REGISTRY_RATE_LIMITED, "scanning: TOOMANYREQUESTS");
    private static final Failure OF_THE_REGISTRY =
            new Failure(ReasonCode.REGISTRY_RATE_LIMITED, "reading: 429", Retry.after(Duration.ofMinutes(7)));
    private static final Failure GONE = Failure.of(ReasonCode.MANIFEST_NOT_FOUND, "reading: 404");

    @TempDir
    private Path directory;

    @Test
    void pauseIsTheOneThatTheRegistryNamesWhenItIsAsked() {
        assertThat(failure(OF_THE_CHILD, OF_THE_REGISTRY)).isEqualTo(OF_THE_REGISTRY);
    }

    @Test
    void limitThatIsOverByThenIsWaitedForAsUsual() {
        assertThat(failure(OF_THE_CHILD, GONE)).isEqualTo(OF_THE_CHILD);
    }

    @Test
    void pauseThatTheChildToldIsNotAskedForAgain() {
        Failure told = new Failure(ReasonCode.REGISTRY_RATE_LIMITED, "scanning", Retry.after(Duration.ofSeconds(3)));

        assertThat(failure(told, OF_THE_REGISTRY)).isEqualTo(told);
    }

    private Failure failure(Failure ofEngine, Failure ofRegistry) {
        RegistryClient registry = (RegistryClient) Proxy.newProxyInstance(
                RegistryClient.class.getClassLoader(), new Class<?>[] {RegistryClient.class}, (proxy, method, args) -> {
                    throw ofRegistry.toException();
                });
        ScanConfig config = new SmallRyeConfigBuilder()
                .withMapping(ScanConfig.class)
                .build()
                .getConfigMapping(ScanConfig.class);
        Scans scans = new Scans(
                new Failing(ofEngine),
                new Images(
                        registry,
                        new ImageDocuments(registry, Clock.systemUTC()),
                        new ImageStore(),
                        new Transactions(),
                        config),
                WorkDirectories.below(Optional.of(directory), "scans"),
                Clock.systemUTC());
        PlatformManifest image = new PlatformManifest(Platform.of("linux", "amd64"), Digest.of("image"));
        return catchThrowableOfType(
                        FailureException.class, () -> scans.one(new Repository("registry.example", "app"), image))
                .failure();
    }

    private record Failing(Failure failure) implements ScanEngine {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public ScanOutcome scan(ScanRequest request) {
            throw failure.toException();
        }

        @Override
        public Optional<String> missing() {
            return Optional.empty();
        }
    }
}
