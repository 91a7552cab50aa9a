package dev.cssc.bench;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ReplicaRunTest {
    private static final ReplicaRun.Share HUGE =
            new ReplicaRun.Share("huge", 0, List.of(1.0, 2.0, 3.0, 5.0, 7.0, 8.0, 9.0, 10.0));
    private static final ReplicaRun.Share SMALL = new ReplicaRun.Share("small", 2, List.of(4.0, 6.0));
    private static final ReplicaRun RUN = new ReplicaRun(1, 10, List.of(10L), List.of(HUGE, SMALL));

    @Test
    void aWorkflowWaitsFromWhenItBecameDue() {
        assertThat(SMALL.firstAfter()).isEqualTo(2);
        assertThat(SMALL.lastAfter()).isEqualTo(4);
    }

    @Test
    void inTheOrderOfArrivalALaterWorkflowWouldHaveEndedBehindTheOthers() {
        assertThat(RUN.rate()).isEqualTo(1);
        assertThat(RUN.lastInOrderOfArrival(SMALL)).isEqualTo(8);
        assertThat(RUN.lastInOrderOfArrival(HUGE)).isEqualTo(8);
    }

    @Test
    void whatIsJudgedMeanwhileIsCountedFromWhenTheLastWorkflowBecameDueUntilItEnded() {
        assertThat(RUN.judgedMeanwhile(SMALL)).isEqualTo(2);
        assertThat(RUN.judgedMeanwhile(HUGE)).isEqualTo(2);
    }
}
