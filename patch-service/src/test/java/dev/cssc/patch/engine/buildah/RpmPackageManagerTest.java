package dev.cssc.patch.engine.buildah;

import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class RpmPackageManagerTest {

    @Test
    void versionsAreReadWithTheirEpochAndTheOldestOfTwoArchitecturesCounts() {
        assertThat(Dnf.DNF4.versions("""
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
        assertThat(Dnf.DNF4.reaches(installed, fixed)).isEqualTo(reached);
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
                "Problem: nothing provides libx needed by curl | PATCH_FAILED | false"
            })
    void theirWordsHaveAReason(String said, ReasonCode reason, boolean retryable) {
        assertThat(Dnf.DNF4.failure("raising", new Said(1, "", said)).reason()).isEqualTo(reason);
        assertThat(Dnf.DNF4.failure("raising", new Said(1, "", said)).retryable())
                .isEqualTo(retryable);
    }

    /** microdnf and tdnf after their documentation and source: no run of them is recorded here. */
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
    }
}
