package dev.cssc.common.testing;

import org.junit.jupiter.api.Test;

import java.io.UncheckedIOException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TranscriptTest {
    private static Transcript sh(String script) {
        return Transcript.of(new ProcessBuilder("sh", "-c", script));
    }

    @Test
    void whatItWroteIsKeptApartAndItHasNothingToRead() {
        assertThat(sh("echo out; cat; echo err >&2; exit 3")).isEqualTo(new Transcript(3, "out\n", "err\n"));
    }

    @Test
    void anotherEndThanTheExpectedOneIsToldWithAllThatWasWritten() {
        Transcript transcript = sh("echo out; echo err >&2; exit 3");

        assertThat(transcript.with(3)).isSameAs(transcript);
        assertThatThrownBy(transcript::succeeded)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("ended with 3, not with 0", "out\n", "err\n");
    }

    @Test
    void whatCannotBeStartedIsNamed() {
        assertThatThrownBy(() -> Transcript.of(new ProcessBuilder("no-such-program")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no-such-program");
    }
}
