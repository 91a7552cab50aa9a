package dev.cssc.patch.engine.copa;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Against real outputs of Copa; each is named after its situation. */
class CopaFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "buildkit-unreachable, ENGINE_UNAVAILABLE, true",
        "image-not-found, MANIFEST_NOT_FOUND, false",
        "timeout, TIMED_OUT, true",
        "unsupported-os, UNSUPPORTED_IMAGE, false"
    })
    void aFailureIsNamedAndKnowsWhetherTryingAgainHelps(String situation, ReasonCode reason, boolean retryable) {
        CopaOutput output = CopaOutput.of(situation);

        Failure failure = CopaFailures.classify("patching", output.stderr());

        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure.detail()).startsWith("patching: Error: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing-to-patch-with-report", "nothing-to-patch-update-all"})
    void nothingToDoIsSeenWhateverTheExitCode(String situation) {
        assertThat(CopaFailures.nothingToDo(CopaOutput.of(situation).stderr())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native-report-patched", "update-all-patched"})
    void aPatchIsNotTakenForNothingToDo(String situation) {
        CopaOutput output = CopaOutput.of(situation);

        assertThat(output.exitCode()).isZero();
        assertThat(CopaFailures.nothingToDo(output.stderr())).isFalse();
    }

    @Test
    void aPackageThatTheRepositoriesDoNotHoldYetIsNamed() {
        CopaOutput output = CopaOutput.of("fixed-version-not-in-repository");

        assertThat(CopaFailures.unavailable(output.stderr())).containsExactly("perl-base");
        assertThat(CopaFailures.nothingToDo(output.stderr())).isFalse();
    }

    @Test
    void aPackageThatNobodyKnowsIsUnavailableToo() {
        assertThat(CopaFailures.unavailable("#9 0.5 E: Unable to locate package no-such-pkg\n"))
                .containsExactly("no-such-pkg");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Error: failed to push: 401 Unauthorized | REGISTRY_UNAUTHORIZED",
                "Error: failed to do request: x509: certificate signed by unknown authority | REGISTRY_UNREACHABLE",
                "Error: write /x: no space left on device | DISK_FULL",
                "E: Failed to fetch http://a/b 404  Not Found | PACKAGE_REPOSITORY_UNAVAILABLE",
                "Error: process \"sh -c apt-get install\" did not complete successfully: exit code: 100 | PATCH_FAILED",
                "something nobody has seen | ENGINE_FAILED"
            })
    void otherWordingsAreKnownByTheTable(String text, ReasonCode reason) {
        assertThat(CopaFailures.classify("patching", text).reason()).isEqualTo(reason);
    }
}
