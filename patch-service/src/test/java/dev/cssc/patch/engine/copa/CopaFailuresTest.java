package dev.cssc.patch.engine.copa;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Against real outputs of Copa, each named after its situation, and against the wordings of the classes that nobody has an output of. */
class CopaFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "buildkit-unreachable, ENGINE_UNAVAILABLE, true",
        "image-not-found, MANIFEST_NOT_FOUND, false",
        "timeout, TIMED_OUT, true",
        "unsupported-os, UNSUPPORTED_IMAGE, false",
        "no-package-manager, UNSUPPORTED_IMAGE, false",
        "release-gone, PACKAGE_REPOSITORY_UNAVAILABLE, false"
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
        assertThat(CopaFailures.repositoriesUnread(output.stderr())).isFalse();
    }

    @Test
    void aPackageThatTheRepositoriesDoNotHoldYetIsNamed() {
        CopaOutput output = CopaOutput.of("fixed-version-not-in-repository");

        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(CopaFailures.unavailable(output.stderr())).containsExactly("perl-base");
        assertThat(CopaFailures.nothingToDo(output.stderr())).isFalse();
        assertThat(CopaFailures.repositoriesUnread(output.stderr())).isFalse();
    }

    @Test
    void aPackageThatNoRepositoryKnowsIsNamed() {
        CopaOutput output = CopaOutput.of("package-unknown");

        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(CopaFailures.unavailable(output.stderr())).containsExactly("no-such-pkg");
    }

    @Test
    void listsThatCouldNotBeReadAreSeenThoughCopaReportsSuccess() {
        CopaOutput output = CopaOutput.of("package-lists-unreadable");

        assertThat(output.exitCode()).isZero();
        assertThat(CopaFailures.repositoriesUnread(output.stderr())).isTrue();
        assertThat(CopaFailures.nothingToDo(output.stderr())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#9 0.5 E: Unable to locate package no-such-pkg",
                "#9 0.5 E: Package 'no-such-pkg' has no installation candidate",
                "#9 0.5 No match for argument: no-such-pkg",
            })
    void aPackageThatNobodyKnowsIsUnavailableToo(String text) {
        assertThat(CopaFailures.unavailable(text + "\n")).containsExactly("no-such-pkg");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unsupported osType wolfi specified | UNSUPPORTED_IMAGE | false",
                "could not infer DPKG status | UNSUPPORTED_IMAGE | false",
                "could not find determine RPM DB type | UNSUPPORTED_IMAGE | false",
                "unable to extract /etc/os-release file from state | UNSUPPORTED_IMAGE | false",
                "detected Oracle image passed in | UNSUPPORTED_IMAGE | false",
                "emulation is not enabled for platform linux/arm64 | PLATFORM_NOT_RUNNABLE | false",
                "exiting due to EOL operating system | END_OF_LIFE | false",
                "expected 2 updates, installed 3 | PATCH_FAILED | false",
                "invalid version x found for package y | PATCH_FAILED | false",
                "write /x: no space left on device | DISK_FULL | true",
                "All BuildKit connection checks exhausted | ENGINE_UNAVAILABLE | true",
                "error reading from server: EOF | ENGINE_UNAVAILABLE | true",
                "missing required buildkit functionality | ENGINE_UNAVAILABLE | false",
                "requested experimental feature mergeop has been disabled on the build server | ENGINE_UNAVAILABLE | false",
                "failed to create loader: unknown loader | ENGINE_UNAVAILABLE | false",
                "unknown flag: --scanner | ENGINE_UNAVAILABLE | false",
                "toomanyrequests: rate exceeded | REGISTRY_RATE_LIMITED | true",
                "failed to push: 401 Unauthorized | REGISTRY_UNAUTHORIZED | false",
                "push access denied: insufficient_scope: authorization failed | REGISTRY_UNAUTHORIZED | false",
                "unexpected status: 403 Forbidden | REGISTRY_FORBIDDEN | false",
                "failed to do request: x509: certificate signed by unknown authority | REGISTRY_UNREACHABLE | false",
                "http: server gave HTTP response to HTTPS client | REGISTRY_UNREACHABLE | false",
                "dial tcp: lookup registry.test: i/o timeout | REGISTRY_UNREACHABLE | true",
                "dial tcp 127.0.0.1:5000: connect: connection refused | REGISTRY_UNREACHABLE | true",
                "unexpected status: 503 Service Unavailable | REGISTRY_ERROR | true",
                "GET https://r/v2/a/manifests/1: MANIFEST_UNKNOWN | MANIFEST_NOT_FOUND | false",
                "failed to parse reference for image x | INTERNAL | false",
                "no tag found in image reference | INTERNAL | false",
                "x is not a supported scan report format | INTERNAL | false",
                "unsupported apiVersion v9 | INTERNAL | false",
                "context canceled | SHUTTING_DOWN | true",
                "something nobody has seen | ENGINE_FAILED | true"
            })
    void copasLastWordsNameTheReason(String words, ReasonCode reason, boolean retryable) {
        assertClass("Error: " + words + "\n", reason, retryable);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "E: Failed to fetch http://a/b  503  Service Unavailable | PACKAGE_REPOSITORY_UNAVAILABLE | true",
                "E: Failed to fetch http://a/b  Hash Sum mismatch | PACKAGE_REPOSITORY_UNAVAILABLE | true",
                "Temporary failure resolving 'deb.debian.org' | PACKAGE_REPOSITORY_UNAVAILABLE | true",
                "E: The repository 'http://a bullseye Release' does not have a Release file. | PACKAGE_REPOSITORY_UNAVAILABLE | false",
                "Error: Failed to download metadata for repo 'baseos' | PACKAGE_REPOSITORY_UNAVAILABLE | true",
                "W: GPG error: http://a InRelease: NO_PUBKEY 0E98404D386FA1D9 | PATCH_FAILED | false",
                "EXPKEYSIG 0E98404D386FA1D9 | PATCH_FAILED | false",
                "You don't have enough free space: No space left on device | DISK_FULL | true",
                "runc run failed: exec: \"sh\": executable file not found in $PATH | UNSUPPORTED_IMAGE | false",
                "nothing that is known | PATCH_FAILED | false"
            })
    void whereAStepFailedThePackageManagerNamesTheReason(String said, ReasonCode reason, boolean retryable) {
        assertClass(
                "#7 1.2 " + said + "\nError: failed to solve: process \"sh -c apt-get update\" did not complete"
                        + " successfully: exit code: 100\n",
                reason,
                retryable);
    }

    @Test
    void aPackageManagerThatIsNotThereIsTheImagesFault() {
        assertClass(
                "Error: process \"sh -c apt-get update\" did not complete successfully: exit code: 127\n",
                ReasonCode.UNSUPPORTED_IMAGE,
                false);
    }

    @Test
    void aToolingImageThatWasMerelyTriedIsNotTheCause() {
        assertClass(
                "#2 ERROR: failed to do request: Head \"https://ghcr.io/v2/x\": dial tcp 127.0.0.1:443: connect: connection refused\n"
                        + "Error: something nobody has seen\n",
                ReasonCode.ENGINE_FAILED,
                true);
    }

    @Test
    void silenceIsAFailureToo() {
        assertThat(CopaFailures.classify("patching", "").detail()).isEqualTo("patching: Copa failed without a word");
    }

    private static void assertClass(String text, ReasonCode reason, boolean retryable) {
        Failure failure = CopaFailures.classify("patching", text);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.retryable()).isEqualTo(retryable);
    }
}
