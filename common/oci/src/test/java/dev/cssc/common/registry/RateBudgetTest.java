package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.image.Digest;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static dev.cssc.common.registry.FakeRegistry.ok;
import static dev.cssc.common.registry.FakeRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;

/** Limits on requests, ours and the registry's, with a clock that goes on when somebody waits. */
class RateBudgetTest {
    private FakeRegistry registry;
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private final List<Duration> waits = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private RegistryClient client(RequestBudget budget) {
        return new HttpRegistryClient(new RegistryConnections(
                new Registries(List.of(registry.settings().within(budget))), () -> now, (description, time) -> {
                    waits.add(time);
                    now = now.plus(time);
                }));
    }

    private RegistryClient patient() {
        return client(RequestBudget.DEFAULT);
    }

    private boolean ask(RegistryClient client) {
        return client.blobExists(registry.repository(), Digest.of("x"));
    }

    private Duration waited() {
        return waits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Test
    void requestWaitsAsLongAsTheRegistryAsksAndGoesOn() {
        registry.then(status(429).addHeader("Retry-After", "17")).then(status(200));

        assertThat(ask(patient())).isTrue();

        assertThat(waited()).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void waitMayBeADate() {
        String later =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusSeconds(12).atOffset(ZoneOffset.UTC));
        registry.then(status(429).addHeader("Retry-After", later)).then(status(200));

        assertThat(ask(patient())).isTrue();

        assertThat(waited()).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void waitBeyondThePatienceIsAFailureThatSaysWhenToComeBack() {
        registry.then(status(429).addHeader("Retry-After", "3600"));

        Failure failure = failure(() -> ask(patient()));

        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_RATE_LIMITED);
        assertThat(failure.retry()).isEqualTo(Retry.after(Duration.ofHours(1)));
        assertThat(waits).isEmpty();
    }

    @Test
    void otherRequestsLeaveTheRegistryAloneMeanwhile() {
        registry.then(status(429).addHeader("Retry-After", "3600")).then(status(200));
        RegistryClient client = patient();
        failure(() -> ask(client));

        now = now.plusSeconds(600);
        Failure failure = failure(() -> client.tags(registry.repository()));

        assertThat(failure.retry()).isEqualTo(Retry.after(Duration.ofSeconds(3_000)));
        assertThat(registry.requests()).isEqualTo(1);
        now = now.plusSeconds(3_000);
        assertThat(ask(client)).isTrue();
    }

    @Test
    void registryThatNeverRelentsIsGivenUpWithinThePatience() {
        for (int i = 0; i < 30; i++) {
            registry.then(status(429));
        }
        Instant start = now;

        assertThat(failure(() -> ask(patient())).reason()).isEqualTo(ReasonCode.REGISTRY_RATE_LIMITED);

        assertThat(Duration.between(start, now)).isLessThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(registry.requests()).isBetween(3, 29);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RateLimit-Remaining: 0|RateLimit-Reset: 20",
                "RateLimit-Remaining: 0;w=60|RateLimit-Reset: 20",
                "RateLimit: limit=100, remaining=0, reset=20",
                "RateLimit: \"default\";r=0;t=20"
            })
    void answerThatLeavesNothingMakesTheNextOneWait(String headers) {
        MockResponse.Builder last = status(200);
        for (String header : headers.split("\\|")) {
            last.addHeader(header.split(": ", 2)[0], header.split(": ", 2)[1]);
        }
        registry.then(last).then(status(200));
        RegistryClient client = patient();

        ask(client);
        assertThat(waits).isEmpty();
        ask(client);

        assertThat(waited()).isEqualTo(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RateLimit-Remaining: 76;w=21600", "RateLimit: limit=100, remaining=10, reset=20"})
    void answerThatLeavesSomethingDoesNot(String header) {
        registry.then(status(200).addHeader(header.split(": ", 2)[0], header.split(": ", 2)[1]))
                .then(status(200));
        RegistryClient client = patient();

        ask(client);
        ask(client);

        assertThat(waits).isEmpty();
    }

    @Test
    void noMoreRequestsBeginInASecondThanConfigured() {
        for (int i = 0; i < 11; i++) {
            registry.then(status(200));
        }
        RegistryClient client = client(new RequestBudget(64, 5, Duration.ofSeconds(30)));

        for (int i = 0; i < 11; i++) {
            ask(client);
        }

        assertThat(waited()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void noMoreRequestsWaitAtOnceThanConfigured() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(2);
        registry.server().setDispatcher(new mockwebserver3.Dispatcher() {
            @Override
            public MockResponse dispatch(mockwebserver3.RecordedRequest request) throws InterruptedException {
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                begun.countDown();
                begun.await(500, TimeUnit.MILLISECONDS);
                open.decrementAndGet();
                return status(200).build();
            }
        });
        RegistryClient client = new HttpRegistryClient(
                new Registries(List.of(registry.settings().within(new RequestBudget(2, 0, Duration.ofSeconds(30))))));

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                threads.execute(() -> ask(client));
            }
        }

        assertThat(registry.requests()).isEqualTo(6);
        assertThat(most).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void gatewayThatDoesNotGetThroughIsAskedAgain(int status) {
        registry.then(status(status)).then(status(status)).then(status(200));

        assertThat(ask(patient())).isTrue();

        assertThat(waits).hasSize(2);
    }

    @Test
    void gatewayIsNotAskedForEver() {
        registry.then(status(502)).then(status(502)).then(status(502)).then(status(200));

        assertThat(failure(() -> ask(patient())).reason()).isEqualTo(ReasonCode.REGISTRY_ERROR);

        assertThat(registry.requests()).isEqualTo(3);
    }

    @Test
    void connectionThatBreaksIsTriedAgainToo() {
        registry.then(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()))
                .then(ok(""));

        assertThat(ask(patient())).isTrue();
    }

    @Test
    void writingIsNotRepeatedWhereItMayHaveHappened() {
        registry.then(status(200).code(404)).then(status(502)).then(status(202).addHeader("Location", "/s"));

        Failure failure = failure(() -> patient().putBlob(registry.repository(), "x".getBytes(StandardCharsets.UTF_8)));

        assertThat(failure.detail()).contains("starting an upload", "502");
        assertThat(registry.requests()).isEqualTo(2);
    }
}
