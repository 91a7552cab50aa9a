package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.ImagePackageManager;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class RpmPackageManagerTest {
    private static final Dnf DNF = new Dnf(ImagePackageManager.DNF4);

    @Test
    void versionsAreReadWithTheirEpochAndTheOldestOfTwoArchitecturesCounts() {
        assertThat(DNF.versions("""
                        curl\t(none):7.76.1-26.el9_3.2
                        openssl-libs\t1:3.0.7-25.el9_3
                        bash\t0:5.1.8-6.el9_1
                        glibc\t0:2.34-83.el9_3.12
                        glibc\t(none):2.34-83.el9_3.7
                        """))
                .isEqualTo(Map.of(
                        "curl", "7.76.1-26.el9_3.2",
                        "openssl-libs", "1:3.0.7-25.el9_3",
                        "bash", "5.1.8-6.el9_1",
                        "glibc", "2.34-83.el9_3.7"));
    }

    @ParameterizedTest
    @CsvSource({
        "1:3.0.7-25.el9_3, 1:3.0.7-25.el9_3, true",
        "1:3.0.7-25.el9_3, 3.0.8-1.el9, true",
        "3.0.8-1.el9, 1:3.0.7-25.el9_3, false",
        "7.76.1-26.el9_3.2, 7.76.1-26.el9_3.3, false",
        "5.1.8-6.el9_1, 0:5.1.8-6.el9_1, true"
    })
    void aFixIsReachedInTheOrderOfRpm(String installed, String fixed, boolean reached) {
        assertThat(DNF.reaches(installed, fixed)).isEqualTo(reached);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Error: Failed to download metadata for repo 'baseos': Cannot download repomd.xml | PACKAGE_REPOSITORY_UNAVAILABLE | true",
                "error: cannot update repo 'ubi-9-baseos': Cannot download repomd.xml | PACKAGE_REPOSITORY_UNAVAILABLE | true",
                "Error: Failed to synchronize cache for repo 'VMware Photon Linux' | PACKAGE_REPOSITORY_UNAVAILABLE | true",
                "Error: GPG check FAILED | PATCH_FAILED | false",
                "Error: There are no enabled repositories in /etc/yum.repos.d. | PATCH_FAILED | false",
                "  At least 12MB more space needed on the / filesystem. | DISK_FULL | true",
                "[Errno 256] No more mirrors to try. | PACKAGE_REPOSITORY_UNAVAILABLE | true",
                "Problem: nothing provides libx needed by curl | PATCH_FAILED | false"
            })
    void theirWordsHaveAReason(String said, ReasonCode reason, boolean retryable) {
        assertThat(DNF.failure("raising", new Said(1, "", said)).reason()).isEqualTo(reason);
        assertThat(DNF.failure("raising", new Said(1, "", said)).retryable()).isEqualTo(retryable);
    }

    /** As zypper 1.14.42 writes it. */
    @Nested
    class OfZypper {
        private final Zypper zypper = new Zypper();

        @Test
        void packagesThatAreNowhereAreNamed() {
            assertThat(zypper.impossible(new Said(
                            104,
                            "'nosuch' not found in package names. Trying capabilities.\n",
                            "No provider of 'nosuch' found.\n")))
                    .containsExactly("nosuch");
        }

        @Test
        void lockedPackagesAreNamed() {
            assertThat(zypper.impossible(new Said(4, """
                            Problem: conflicting requests
                             Solution 1: Following actions will be done:
                              remove lock to allow installation of lib-held-1.0-2.el9.noarch[ex]
                              remove lock to allow removal of lib-held-1.0-1.el9.noarch
                             Solution 2: do not ask to install a solvable providing lib-held > 1.0-1.el9
                            """, ""))).containsExactly("lib-held");
        }

        @Test
        void whatIsOnlyToldBesidesIsNoFailure() {
            assertThat(List.of(0, 100, 101, 102, 103)).allMatch(zypper::upgraded);
        }

        @Test
        void aRepositoryThatWasLeftOutIsAFailure() {
            assertThat(zypper.incomplete(new Said(106, "", ""))).isTrue();
            assertThat(zypper.upgraded(106)).isFalse();
        }

        @Test
        void keysAreNeverTakenOnTheWay() {
            assertThat(zypper.refresh())
                    .contains("--non-interactive")
                    .doesNotContain("--gpg-auto-import-keys", "--no-gpg-checks");
            assertThat(zypper.upgrade(List.of("curl"))).doesNotContain("--gpg-auto-import-keys", "--no-gpg-checks");
        }
    }

    /** microdnf, tdnf and yum after their documentation and source: no run of them is recorded here. */
    @Nested
    class AfterTheDocumentation {

        @Test
        void microdnfNamesThePackageThatIsNowhere() {
            Said said = new Said(1, "", "error: No package matches 'nosuch'\n");

            assertThat(new Microdnf().impossible(said)).containsExactly("nosuch");
        }

        @Test
        void tdnfNamesThePackageThatIsNowhere() {
            Said said = new Said(
                    243, "", "nosuch package not found or not installed\nError(1011) : No matching packages\n");

            assertThat(new Tdnf().impossible(said)).containsExactly("nosuch");
        }

        @Test
        void tdnfThatDisablesARepositoryHasIncompleteLists() {
            assertThat(new Tdnf().incomplete(new Said(0, "Disabling Repo: 'VMware Photon Linux'\n", "")))
                    .isTrue();
        }

        @Test
        void microdnfThatSkipsARepositoryHasIncompleteLists() {
            assertThat(new Microdnf().incomplete(new Said(0, "", "Skipping refresh of baseos: unreachable\n")))
                    .isTrue();
        }

        @Test
        void yumNamesThePackagesThatAreNowhere() {
            Said said = new Said(1, "No package nosuch available.\nError: Nothing to do\n", "");

            assertThat(new Yum().impossible(said)).containsExactly("nosuch");
            assertThat(new Yum().impossible(new Said(1, "", "No Match for argument: gone\n")))
                    .containsExactly("gone");
        }

        @Test
        void yumThatLeavesARepositoryOutHasIncompleteLists() {
            assertThat(new Yum().incomplete(new Said(0, """
                            http://127.0.0.1:9/repodata/repomd.xml: [Errno 14] curl#7 - "Failed to connect"
                            Trying other mirror.
                            repodata/repomd.xml from extras: [Errno 256] No more mirrors to try.
                            """, ""))).isTrue();
        }
    }
}
