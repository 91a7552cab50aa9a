package dev.cssc.common.event;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OperatingSystemTest {

    @ParameterizedTest
    @CsvSource({
        "debian, 12.5, debian, 12.15, true",
        "debian, 12, debian, 12.5, true",
        "debian, 12.5, debian, 13.1, false",
        "debian, 12, ubuntu, 12, false",
        "alpine, 3.19.1, alpine, 3.19.4, true",
        "alpine, 3.19, alpine, 3.19.4, true",
        "alpine, 3.19.1, alpine, 3.20.1, false",
        "alpine, 3.22.0_alpha20250108, alpine, 3.22.0, false",
        "ubuntu, 22.04, ubuntu, 22.04, true",
        "ubuntu, 22.04, ubuntu, 22.10, false",
        "rocky, 9.3, rocky, 9.4, true",
        "rocky, 8.9, rocky, 9.4, false",
        "azurelinux, 3.0, azurelinux, 3.1, false",
        "azurelinux, 3.0.20240727, azurelinux, 3.0.20250602, true",
        "cbl-mariner, 2.0.20240123, cbl-mariner, 1.0.20240123, false",
        "amazon, 2023.5.20240624 (Amazon Linux), amazon, 2023.6.20250107 (Amazon Linux), true",
        "amazon, 2 (Karoo), amazon, 2023.6.20250107 (Amazon Linux), false",
        "debian, '', debian, 12, false"
    })
    void pointReleasesOfOneReleaseAreTheSameAndNothingElse(
            String family, String release, String otherFamily, String other, boolean same) {
        OperatingSystem one = new OperatingSystem(family, release);
        OperatingSystem two = new OperatingSystem(otherFamily, other);

        assertThat(one.isSameRelease(two)).isEqualTo(same);
        assertThat(two.isSameRelease(one)).isEqualTo(same);
    }
}
