package dev.cssc.scan.advisory;

import dev.cssc.common.embedded.trivy.Advisory;
import dev.cssc.common.embedded.trivy.AdvisoryDatabase;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.Severity;
import dev.cssc.common.job.JobWorker;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.inventory.PackageSetStore;
import dev.cssc.scan.verdict.VerdictKind;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Volume: 10,000 stored package sets and two databases, one advisory apart, judged by the real Trivy. */
@QuarkusTest
@TestProfile(TenThousandPackageSetsByTrivyTest.Profile.class)
@WithTestResource(TestStack.class)
@EnabledIf(
        value = "dev.cssc.scan.engine.trivy.RealTrivy#isUsable",
        disabledReason = "trivy, go, docker-registry or debootstrap is not installed, or this is not root")
class TenThousandPackageSetsByTrivyTest {
    private static final Logger LOG = Logger.getLogger(TenThousandPackageSetsByTrivyTest.class);
    private static final Path CACHE = temporary();

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    PackageSetStore sets;

    @Inject
    WatchedImageStore watched;

    @Inject
    Sweeps sweeps;

    @Inject
    Announcements announcements;

    @Inject
    JobWorker worker;

    @Inject
    Transactions transactions;

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final ManySets many = new ManySets(id, "trivy");

    /** Trivy of this machine with the database that is in the cache directory; workers are driven by hand. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "cssc.worker.enabled", "false",
                    "cssc.scan.advisory.every", "24h",
                    "cssc.scan.engine", "trivy",
                    "cssc.scan.trivy.cache-directory", CACHE.toString(),
                    "cssc.scan.trivy.skip-db-update", "true",
                    "cssc.scan.work-directory", CACHE.resolve("work").toString());
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("cssc-ten-thousand-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void clear() throws IOException {
        try (Stream<Path> all = Files.walk(CACHE)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    @Test
    void exactlyTheImagesWithThePackageAreToldOnce() throws Exception {
        AdvisoryDatabase first = AdvisoryDatabase.of(ofTheBases());
        first.writeTo(CACHE);
        sweeps.watch();
        many.store(transactions, sets, watched, this::inventory, VerdictKind.UNFIXABLE_ONLY);

        first.plus(Advisory.fixed("affected-" + id, "CVE-2099-0001", "2", Severity.CRITICAL))
                .writeTo(CACHE);
        sweeps.watch();
        long start = System.nanoTime();
        drive(2);
        double seconds = (System.nanoTime() - start) / 1e9;
        LOG.infof("Trivy judged %d package sets again in %.1f s", ManySets.SETS, seconds);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> told().size() >= many.affected().size());
        assertThat(told()).containsExactlyInAnyOrderElementsOf(many.affected());
        sweeps.watch();
        drive(1);
        assertThat(told()).hasSameSizeAs(many.affected());
    }

    /** What nothing mends, in every package that many images have. */
    private static List<Advisory> ofTheBases() {
        return IntStream.range(0, 7)
                .boxed()
                .flatMap(base -> IntStream.range(0, 60)
                        .mapToObj(i -> Advisory.unfixed(
                                "base-" + base + "-" + i, "CVE-2098-" + (1000 + base * 60 + i), Severity.LOW)))
                .toList();
    }

    private Inventory inventory(int i) {
        return new Inventory(
                new OperatingSystem("debian", "12.15"),
                false,
                many.names(i).stream()
                        .map(name -> new InstalledPackage(name, "1", "amd64", name, "1"))
                        .toList());
    }

    private void drive(int replicas) throws Exception {
        ManySets.drive(worker, replicas);
        announcements.tellDue();
    }

    private List<String> told() {
        return many.told(kafka);
    }
}
