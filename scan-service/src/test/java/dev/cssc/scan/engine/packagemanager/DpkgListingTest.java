package dev.cssc.scan.engine.packagemanager;

import dev.cssc.scan.engine.InstalledPackage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DpkgListingTest {

    @Test
    void onlyInstalledPackagesCount() {
        assertThat(DpkgListing.parse("""
                installed\tbsdutils\t1:2.38.1-5\tamd64\tutil-linux\t2.38.1-5
                config-files\tgone\t1.0\tamd64\tgone\t1.0
                installed\ttzdata\t2026b-0\tall\t\t
                garbage
                """))
                .containsExactly(
                        new InstalledPackage("bsdutils", "1:2.38.1-5", "amd64", "util-linux", "2.38.1-5"),
                        new InstalledPackage("tzdata", "2026b-0", "all", "tzdata", "2026b-0"));
    }
}
