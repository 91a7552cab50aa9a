package dev.cssc.common.testing;

import org.junit.jupiter.api.Test;

import java.io.UncheckedIOException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EndedTest {
    private static Ended sh(String script) {
        return Ended.of(new ProcessBuilder("sh", "-c", script));
    }

    @Test
    void whatItWroteIsKeptApartAndItHasNothingToRead() {
        assertThat(sh("echo out; cat; echo err >&2; exit 3")).isEqualTo(new Ended(3, "out\n", "err\n"));
    }

    @Test
    void anotherEndThanTheExpectedOneIsToldWithAllThatWasWritten() {
        Ended ended = sh("echo out; echo err >&2; exit 3");

        assertThat(ended.with(3)).isSameAs(ended);
        assertThatThrownBy(ended::succeeded)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("ended with 3, not with 0", "out\n", "err\n");
    }

    @Test
    void whatCannotBeStartedIsNamed() {
        assertThatThrownBy(() -> Ended.of(new ProcessBuilder("no-such-program")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no-such-program");
    }
}
