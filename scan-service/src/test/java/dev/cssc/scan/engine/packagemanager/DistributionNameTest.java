package dev.cssc.scan.engine.packagemanager;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DistributionNameTest {

    @ParameterizedTest
    @CsvSource({
        "rhel, Red Hat Enterprise Linux, redhat",
        "centos, CentOS Linux, centos",
        "centos, CentOS Stream, centos-stream",
        "almalinux, AlmaLinux, alma",
        "amzn, Amazon Linux, amazon",
        "opensuse-leap, openSUSE Leap, opensuse-leap",
        "debian, Debian GNU/Linux, debian"
    })
    void distributionIsNamedAsTrivyNamesIt(String id, String name, String family) {
        assertThat(DistributionName.of(id, name)).isEqualTo(family);
    }
}
