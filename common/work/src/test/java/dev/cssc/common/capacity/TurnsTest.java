package dev.cssc.common.capacity;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TurnsTest {
    private final Turns turns = new Turns(2);

    @Test
    void noMoreGoOnAtOnceThanThereIsRoomForAndAllHaveTheirTurn() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch bothIn = new CountDownLatch(2);
        List<Future<String>> all = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(5)) {
            for (int i = 0; i < 5; i++) {
                String name = "image " + i;
                all.add(threads.submit(() -> turns.inTurn(name, () -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    bothIn.countDown();
                    await(bothIn);
                    now.decrementAndGet();
                    return name;
                })));
            }
            for (int i = 0; i < 5; i++) {
                assertThat(all.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("image " + i);
            }
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void workThatFailsGivesItsTurnBack() {
        for (int i = 0; i < 3; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> turns.inTurn("failing", () -> {
                        throw new IllegalStateException("failed");
                    }));
        }
        assertThat(turns.inTurn("succeeding", () -> "done")).isEqualTo("done");
    }

    @Test
    void whoIsInterruptedWhileItWaitsSaysThatTheServiceStops() {
        Turns one = new Turns(1);
        one.inTurn("holding the only turn", () -> {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(FailureException.class)
                    .isThrownBy(() -> one.inTurn("waiting", () -> "never"))
                    .satisfies(e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.SHUTTING_DOWN));
            assertThat(Thread.interrupted()).isTrue();
            return "";
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
