package dev.cssc.e2e;

import dev.cssc.e2e.HoldingRegistry.Hold;
import dev.cssc.e2e.HoldingRegistry.Written;
import dev.cssc.e2e.Moment.Then;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kills services with SIGKILL at every boundary between two steps, and looks what becomes of the images: each ends published, once, under
 * one digest that was verified before. One image is brought to each {@link CrashPoint}; when all have arrived, the services are killed and
 * started again. The engine is Buildah, and everything else is real too; the registry and the commits are only made to wait.
 */
class CrashIT {
    private static final int PORTS = 31000;
    private static final String STORE = "127.0.0.1:" + (PORTS + 2);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** How a directory of a job is called: first of all by the process that made it. */
    private static final Pattern OWNED = Pattern.compile("\\d+\\.\\d+\\..*");

    private static final Duration SOON = Duration.ofSeconds(2);

    @TempDir
    static Path home;

    private static HoldingRegistry held;
    private static Cssc cssc;
    private static Registry registry;
    private static Runs runs;
    private static KafkaClient kafka;
    private static HeldDatabase database;
    private static final List<ProcessHandle> leftBehind = new ArrayList<>();

    /** When all of it has to be as it is to be, so that many images which never get there are not waited for one after another. */
    private static Instant deadline = Instant.MAX;

    @BeforeAll
    static void servicesThatAreKilledWhenEveryPointIsReached() throws IOException {
        Tools.need("buildah", "docker-registry", "debootstrap");
        Tools.needTrivy();
        held = new HoldingRegistry(STORE);
        cssc = new Cssc(home, environment());
        cssc.run("demo", "--scan-engine=trivy", "--patch-engine=buildah", "--example-database")
                .succeeded();
        Cssc.Endpoints endpoints = cssc.endpoints();
        registry = new Registry(STORE);
        runs = new Runs(endpoints.triggerUrl());
        kafka = new KafkaClient(endpoints.kafka());
        database = new HeldDatabase(endpoints.postgres());

        // Its layer is what most of the others take over: there the engine is not what is killed, and it takes long.
        registry.copy("demo/debian", "12", "crash/donor", "12");
        due(held.host() + "/crash/donor:12");
        runs.awaitState(held.host() + "/crash/donor:12", "PATCHED", PATIENCE);
        Map<CrashPoint, Hold> holds = new HashMap<>();
        for (CrashPoint point : CrashPoint.values()) {
            if (point.moment().ofTheEngine()) {
                // Nothing can be taken over where a layer of an image's own touches the package database.
                registry.copyWithFile("demo/debian", "12", point.repository(), "12", "var/lib/dpkg/" + point.name());
            } else {
                registry.copy("demo/debian", "12", point.repository(), "12");
            }
            holds.put(point, point.in(held));
            if (point.moment().then() == Then.RESERVATION) {
                database.holdReservations(image(point));
            }
        }
        for (CrashPoint point : CrashPoint.values()) {
            due(image(point));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(holds)
                        .allSatisfy((point, hold) -> assertThat(hold.reached()).isTrue()));
        Crash crash = new Crash(cssc, database, held.host(), holds);
        leftBehind.addAll(crash.kill("patch"));
        leftBehind.addAll(crash.kill("scan"));
        deadline = Instant.now().plus(PATIENCE);
    }

    /** To the services the one that holds is a registry of its own. */
    private static Map<String, String> environment() {
        return Map.of(
                "CSSC_PORT_BASE", String.valueOf(PORTS),
                "CSSC_REGISTRIES_HELD_HOST", held.host(),
                "CSSC_REGISTRIES_HELD_SCHEME", "http",
                "CSSC_REGISTRIES_HELD_ALLOW_PRIVATE_ADDRESS", "true",
                "CSSC_REGISTRIES_HELD_READ_TIMEOUT", "5m",
                // Each image is to be looked at: what is inherited asks the registry for nothing.
                "CSSC_SCAN_FOUNDATION_ENABLED", "false",
                // As many as are held, and some to bring the others there.
                "CSSC_WORKER_CONCURRENCY", String.valueOf(CrashPoint.values().length + 4),
                "CSSC_WORKER_MEMORY_PER_JOB", "64M",
                "CSSC_WORKER_LEASE", "10s",
                "CSSC_WORKER_ATTEMPTS", "10");
    }

    private static void due(String image) {
        kafka.produce("cssc.image-due", "{\"image\": \"" + image + "\"}");
    }

    private static String image(CrashPoint point) {
        return point.image(held.host());
    }

    @AfterAll
    static void takeTheStackDown() {
        if (database != null) {
            database.close();
        }
        if (held != null) {
            held.close();
        }
        if (cssc != null) {
            cssc.run("reset").succeeded();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsWithOnePublishedDigestThatWasVerifiedBefore(CrashPoint point) {
        runs.awaitState(image(point), "PATCHED", patience());

        assertThat(registry.tags(point.repository())).containsExactly("12", "12-1");
        String published = registry.image(point.repository(), "12-1").digest();
        List<ConsumerRecord<String, String>> verdicts = accepted(point);
        assertThat(verdicts)
                .isNotEmpty()
                .allSatisfy(verdict -> assertThat(verdict.value()).contains(published));
        List<Written> tagged = held.manifests("/v2/" + point.repository() + "/manifests/12-1");
        assertThat(tagged).extracting(Written::digest).containsOnly(published);
        assertThat(tagged)
                .extracting(Written::at)
                .allMatch(Instant.ofEpochMilli(verdicts.getFirst().timestamp())::isBefore);
    }

    @ParameterizedTest
    @EnumSource
    void isToldOnce(CrashPoint point) {
        runs.awaitState(image(point), "PATCHED", patience());

        assertThat(identities("cssc.patched", point, "")).hasSize(1);
        assertThat(identities("cssc.patch-verified", point, "")).hasSize(1);
        assertThat(identities("cssc.image-status", point, "\"PATCHED\"")).hasSize(1);
        assertThat(identities("cssc.image-status", point, "\"FAILED\"")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingInTheStagingRepository(CrashPoint point) {
        await().atMost(patience())
                .untilAsserted(() -> assertThat(registry.tags(point.staging())).isEmpty());
        assertThat(held.manifests("/v2/" + point.staging() + "/manifests/.*"))
                .isNotEmpty()
                .allSatisfy(staged -> assertThat(registry.holds(point.staging(), staged.digest()))
                        .isFalse());
    }

    private static Stream<CrashPoint> theStepIsDoneAnew() {
        return Arrays.stream(CrashPoint.values()).filter(point -> point.moment().duringAJob());
    }

    /** Only where the kill met the step that the point names: an image that had gone on alone would prove nothing. */
    @ParameterizedTest
    @MethodSource
    void theStepIsDoneAnew(CrashPoint point) {
        await().atMost(patience())
                .untilAsserted(() -> assertThat(
                                database.attempts(point.victim(), image(point), held.host() + "/" + point.staging()))
                        .isGreaterThan(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"patch", "scan"})
    void hasNoJobLeftThatDidNotEnd(String service) {
        await().atMost(patience())
                .untilAsserted(() ->
                        assertThat(database.unfinished(service, held.host())).isZero());
    }

    @Test
    void leavesNoProgramRunningThatTheKilledServicesHadStarted() {
        assertThat(leftBehind).as("the engine was at work").isNotEmpty();
        await().atMost(patience()).untilAsserted(() -> assertThat(leftBehind).noneMatch(ProcessHandle::isAlive));
    }

    /** A service that runs keeps some: for images that are unpacked, for what it knows of layers, and for Trivy's server. */
    @ParameterizedTest
    @ValueSource(strings = {"patch-service", "scan-service"})
    void leavesNoDirectoryOfAKilledServiceBehind(String service) {
        String own = cssc.process(service).pid() + ".";
        await().atMost(patience())
                .untilAsserted(() -> assertThat(home.resolve("work").resolve(service))
                        .isDirectoryNotContaining(directory ->
                                OWNED.matcher(directory.getFileName().toString())
                                                .matches()
                                        && !directory.getFileName().toString().startsWith(own)));
    }

    private static Duration patience() {
        Duration left = Duration.between(Instant.now(), deadline);
        return left.compareTo(SOON) > 0 ? left : SOON;
    }

    private static List<ConsumerRecord<String, String>> accepted(CrashPoint point) {
        return records("cssc.patch-verified", point).stream()
                .filter(verdict -> verdict.value().contains("\"accepted\":true"))
                .toList();
    }

    private static Set<String> identities(String topic, CrashPoint point, String words) {
        return records(topic, point).stream()
                .filter(one -> one.value().contains(words))
                .map(one -> KafkaClient.header(one, "ce_id"))
                .collect(Collectors.toSet());
    }

    private static List<ConsumerRecord<String, String>> records(String topic, CrashPoint point) {
        return kafka.records(topic).stream()
                .filter(one -> image(point).equals(one.key()))
                .toList();
    }
}
