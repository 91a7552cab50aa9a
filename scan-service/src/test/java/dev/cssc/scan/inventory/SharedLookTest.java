package dev.cssc.scan.inventory;

import dev.cssc.common.capacity.Turns;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.testing.TestStack;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;
import dev.cssc.scan.service.ScanStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Looks with an engine that cannot say what it knows before it has looked, as {@code package-manager} cannot. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class SharedLookTest {

    private static final int WORKFLOWS = 10;

    @Inject
    OutcomeMemory memory;

    @TempDir
    Path directory;

    private final Digest manifest = Digest.of("image " + UUID.randomUUID());
    private final AtomicInteger scans = new AtomicInteger();
    private final CountDownLatch go = new CountDownLatch(1);
    private final Queue<ScanOutcome> answers = new ConcurrentLinkedQueue<>();
    private RememberingScanEngine engine;

    @Test
    void imageThatTenWorkflowsWantAtOnceIsScannedOnceForAllAndAgainForWhoComesLater() {
        engine = remembering();
        List<Thread> workflows = IntStream.range(0, WORKFLOWS)
                .mapToObj(i -> Thread.ofPlatform().start(this::ask))
                .toList();
        // One is in its scan, and the others wait for it.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> workflows.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        go.countDown();

        await().atMost(Duration.ofSeconds(60)).until(() -> answers.size() == WORKFLOWS);
        assertThat(scans).hasValue(1);
        assertThat(answers).containsOnly(outcome());

        ask();
        assertThat(scans).hasValue(2);
    }

    @Test
    void lookThatBeganAfterAnImageWasAskedForIsItsAnswerAndAnEarlierOneIsNot() {
        engine = remembering();
        go.countDown();
        Instant asked = Instant.now();
        ask(asked);
        ask(asked);
        assertThat(scans).hasValue(1);

        ask(Instant.now());
        assertThat(scans).hasValue(2);
    }

    private RememberingScanEngine remembering() {
        return new RememberingScanEngine(
                new Unknowing(), memory, (request, sources) -> Optional.empty(), new Turns(1), Clock.systemUTC());
    }

    private void ask() {
        ask(Instant.now());
    }

    private void ask(Instant asked) {
        Repository repository = new Repository("registry.test", "demo/app");
        answers.add(
                engine.scan(new ScanRequest(repository, manifest, Platform.of("linux", "amd64"), directory, asked)));
    }

    private ScanOutcome outcome() {
        return TestScans.scanned(List.of("libc-" + manifest.hex()), List.of(), List.of());
    }

    /** Stands in for an engine whose knowledge is in the repositories that it reads at each scan. */
    private final class Unknowing implements ScanEngine {

        @Override
        public String name() {
            return "test";
        }

        @Override
        public Optional<String> missing() {
            return Optional.empty();
        }

        @Override
        public ScanOutcome scan(ScanRequest request) {
            scans.incrementAndGet();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return outcome();
        }
    }
}
