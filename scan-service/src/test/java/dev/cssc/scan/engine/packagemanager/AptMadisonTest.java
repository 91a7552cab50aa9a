package dev.cssc.scan.engine.packagemanager;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AptMadisonTest {

    private static final String OUTPUT = """
               openssl | 3.0.17-1~deb12u3 | http://deb.debian.org/debian bookworm/main amd64 Packages
               openssl | 3.0.17-1~deb12u2 | http://deb.debian.org/debian-security bookworm-security/main amd64 Packages
               openssl | 3.0.16-1~deb12u1 | http://deb.debian.org/debian-security bookworm-security/main amd64 Packages
                  curl | 7.88.1-10+deb12u14 | http://deb.debian.org/debian bookworm/main amd64 Packages
            """;

    @Test
    void securityFixInsideANewerPointReleaseIsSeen() {
        assertThat(AptMadison.parse(OUTPUT).above("openssl", "3.0.17-1~deb12u1"))
                .contains("3.0.17-1~deb12u2");
    }

    @Test
    void fixThatIsInstalledAlreadyIsNone() {
        assertThat(AptMadison.parse(OUTPUT).above("openssl", "3.0.17-1~deb12u2"))
                .isEmpty();
    }

    @Test
    void packageWithoutSecurityUpdateIsNone() {
        assertThat(AptMadison.parse(OUTPUT).above("curl", "7.88.1-10")).isEmpty();
    }
}
