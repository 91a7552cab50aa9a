package dev.cssc.common.version;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class VersionOrderTest {

    @ParameterizedTest
    @CsvSource({
        "debian, DEBIAN",
        "ubuntu, DEBIAN",
        "redhat, RPM",
        "rocky, RPM",
        "amazon, RPM",
        "opensuse-leap, RPM",
        "sles, RPM",
        "suse linux enterprise server, RPM",
        "azurelinux, RPM",
        "alpine, APK",
        "wolfi, APK"
    })
    void familyOfTheDistributionDecides(String family, VersionOrder order) {
        assertThat(VersionOrder.of(family)).isEqualTo(order);
    }

    /** Pairs on which the orders do not agree, so that the wrong one would choose another version. */
    @ParameterizedTest
    @CsvSource({
        // rpm: a caret is newer than nothing and older than another part; to dpkg it is a character like others.
        "RPM, 1.0^git1, 1.0.1",
        // rpm: separators are all alike.
        "RPM, 1.0_1-1, 1.0.2-1",
        // apk: _rc is before the release, -r counts the packaging.
        "APK, 1.2.3_rc1-r5, 1.2.3-r0",
        "APK, 1.1.1k-r9, 1.1.1k-r10",
        "DEBIAN, 1.0~rc1-1, 1.0-1"
    })
    void eachOrderIsItsPackageManagers(VersionOrder order, String older, String newer) {
        assertThat(order.newer(newer, older)).isTrue();
        assertThat(order.newer(older, newer)).isFalse();
        assertThat(order.reaches(newer, older)).isTrue();
        assertThat(order.reaches(older, newer)).isFalse();
    }

    @Test
    void absentAndZeroEpochAreTheSameInRpm() {
        assertThat(VersionOrder.RPM.compare("0:1.2-3.el9", "1.2-3.el9")).isZero();
        assertThat(VersionOrder.RPM.reaches("1.2-3.el9", "0:1.2-3.el9")).isTrue();
    }
}
