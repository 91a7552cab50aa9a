package dev.cssc.common.joblog;

import dev.cssc.common.process.Ending;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobLogTest {
    private final JobLog log = new JobLog(UUID.randomUUID(), 1, 1);

    private List<String> lines() {
        return log.pending().stream().map(JobLog.Line::text).toList();
    }

    @Test
    void eachLineOfATextIsALine() {
        log.line("one\n\ntwo\r\nthree\u001b[31m");

        assertThat(lines()).containsExactly("one", "two", "three [31m");
    }

    @Test
    void whatLooksLikeACredentialIsBlottedOut() {
        log.line(
                "GET https://robot:s3cret@registry.example.com/v2/ with Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.e30.x");

        assertThat(lines()).containsExactly("GET https://…@registry.example.com/v2/ with Authorization: Bearer …");
    }

    @Test
    void beyondTheLimitNothingIsKeptInMemory() {
        String line = "x".repeat(1_000);
        for (int i = 0; i < 1_000; i++) {
            log.line(line);
        }

        assertThat(log.pending()).hasSize(JobLog.LIMIT / 1_000 + 1);
    }

    @Test
    void aStepIsWrittenHoweverItEnds() {
        assertThat(log.step("looking", () -> 7)).isEqualTo(7);
        assertThatThrownBy(() -> log.step("breaking", () -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(lines())
                .satisfiesExactly(
                        first -> assertThat(first).matches("looking: \\d+\\.\\d s"),
                        second -> assertThat(second).matches("breaking: failed after \\d+\\.\\d s"));
    }

    @Test
    void whereNoJobIsWorkedOnLinesAreForgotten() {
        JobLog.current().line("nobody asked");

        assertThat(JobLog.current().pending()).isEmpty();
    }

    @Test
    void aChildIsNamedByItsProgramAndHowItEndedInWords() {
        assertThat(LoggedChildren.name(List.of("/usr/bin/trivy", "image", "--cache-dir=/tmp/x", "--format=json")))
                .isEqualTo("trivy image --format=json");
        assertThat(LoggedChildren.name(List.of("apt", "x".repeat(1_000))))
                .hasSize(402)
                .endsWith("x …");
        assertThat(LoggedChildren.words(new Ending.TimedOut(Duration.ofSeconds(30))))
                .isEqualTo("killed, because it took longer than 30 s");
    }
}
