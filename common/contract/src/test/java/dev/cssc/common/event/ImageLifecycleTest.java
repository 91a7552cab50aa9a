package dev.cssc.common.event;

import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

class ImageLifecycleTest {

    @ParameterizedTest
    @EnumSource(State.class)
    void aTerminalStateStays(State state) {
        for (State told : State.values()) {
            if (state.terminal()) {
                assertThat(state.advance(told)).isEqualTo(state);
            } else {
                assertThat(state.advance(told).rank()).isGreaterThanOrEqualTo(state.rank());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void everyStateIsReachedFromDueAndLeadsToAnEnd(State state) {
        assertThat(reachable(State.DUE)).contains(state);
        assertThat(reachable(state)).anyMatch(State::terminal);
    }

    @Test
    void onlyAVerifiedImageIsPublished() {
        assertThat(Arrays.stream(State.values()).filter(s -> s.mayBecome(State.PATCHED)))
                .containsExactly(State.VERIFIED);
    }

    @Test
    void noStepLeadsBack() {
        for (State from : State.values()) {
            for (State to : State.values()) {
                if (from.mayBecome(to)) {
                    assertThat(to.rank()).isGreaterThan(from.rank());
                }
            }
        }
    }

    @Test
    void aFailureThatIsAnAnswerSkipsAndAMishapFails() {
        Failure answer = Failure.of(ReasonCode.NO_IMPROVEMENT, "nothing to gain");
        Failure mishap = Failure.of(ReasonCode.VERIFICATION_REFUSED, "user changed");

        assertThat(ImageLifecycle.endedBy(answer)).isEqualTo(new ImageLifecycle.Skipped(ReasonCode.NO_IMPROVEMENT));
        assertThat(ImageLifecycle.endedBy(mishap)).isEqualTo(new ImageLifecycle.Failed(mishap));
    }

    /**
     * A model of the choreography: at each moment one service holds the image or one message carries it. Messages are delivered late,
     * twice, and again after a crash; a crash loses whatever was not committed; a broker refuses one for good; a cancellation reaches each
     * service at a time of its own. Statuses reach the reader shuffled and repeated.
     */
    @Test
    void everyInterleavingEndsInExactlyOneTerminalStateWhichTheReaderSees() {
        for (long seed = 0; seed < 20_000; seed++) {
            Choreography way = new Choreography(new Random(seed));

            way.runToTheEnd();

            assertThat(way.terminals).as("seed %d", seed).hasSize(1);
            assertThat(way.readInAnyOrder()).as("seed %d", seed).isEqualTo(way.terminals.getFirst());
        }
    }

    @Test
    void theModelReachesEveryTerminalState() {
        Set<State> seen = EnumSet.noneOf(State.class);
        for (long seed = 0; seed < 20_000; seed++) {
            Choreography way = new Choreography(new Random(seed));
            way.runToTheEnd();
            seen.addAll(way.terminals);
        }

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(State.values()).filter(State::terminal).collect(Collectors.toSet()));
    }

    private static Set<State> reachable(State from) {
        Set<State> seen = EnumSet.of(from);
        Deque<State> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            State state = open.pop();
            for (State next : State.values()) {
                if (state.mayBecome(next) && seen.add(next)) {
                    open.push(next);
                }
            }
        }
        return seen;
    }

    /** The path of one image; each entry of {@link #messages} is a copy of an event under way. */
    private static final class Choreography {
        /** Which service goes on with the image from this state. */
        private static final Map<State, String> HOLDER =
                Map.of(State.DUE, "scan", State.FIXABLE, "patch", State.STAGED, "scan", State.VERIFIED, "patch");

        private final Random random;
        private final List<State> statuses = new ArrayList<>(List.of(State.DUE));
        private final List<State> terminals = new ArrayList<>();
        private final List<State> messages = new ArrayList<>(List.of(State.DUE));
        private final Set<State> processed = EnumSet.noneOf(State.class);
        private final Set<String> toldOfCancellation = new HashSet<>();
        private boolean cancelled;

        Choreography(Random random) {
            this.random = random;
        }

        void runToTheEnd() {
            while (!messages.isEmpty()) {
                cancelSometimes();
                State event = messages.get(random.nextInt(messages.size()));
                boolean again = random.nextInt(3) == 0;
                boolean crashBeforeCommit = random.nextInt(4) == 0;
                if (!crashBeforeCommit && processed.add(event)) {
                    handle(event);
                }
                // Not acknowledged after a crash, or delivered once more for no reason: it comes again.
                if (!crashBeforeCommit && !again) {
                    messages.remove(event);
                }
            }
        }

        private void cancelSometimes() {
            cancelled |= random.nextInt(12) == 0;
            if (cancelled) {
                toldOfCancellation.add(random.nextBoolean() ? "scan" : "patch");
            }
        }

        /** One service's part: from the event to the next event or an end, in one transaction. */
        private void handle(State event) {
            String service = HOLDER.get(event);
            State state = event;
            while (true) {
                if (toldOfCancellation.contains(service)) {
                    end(State.CANCELLED);
                    return;
                }
                State from = state;
                List<State> next = Arrays.stream(State.values())
                        .filter(s -> from.mayBecome(s) && s != State.CANCELLED)
                        .toList();
                state = next.get(random.nextInt(next.size()));
                if (state.terminal()) {
                    // A refused verification is told to the patch service as well, which clears up and says nothing.
                    end(state);
                    return;
                }
                statuses.add(state);
                if (HOLDER.containsKey(state)) {
                    handOver(state);
                    return;
                }
            }
        }

        /** The next event leaves with the end of this part; where the broker never takes it, the relay ends the way instead. */
        private void handOver(State event) {
            if (random.nextInt(20) == 0) {
                end(State.FAILED);
            } else {
                messages.add(event);
            }
        }

        private void end(State terminal) {
            statuses.add(terminal);
            terminals.add(terminal);
        }

        State readInAnyOrder() {
            List<State> told = new ArrayList<>(statuses);
            told.addAll(statuses.subList(0, random.nextInt(statuses.size() + 1)));
            Collections.shuffle(told, random);
            State read = State.DUE;
            for (State state : told) {
                read = read.advance(state);
            }
            return read;
        }
    }
}
