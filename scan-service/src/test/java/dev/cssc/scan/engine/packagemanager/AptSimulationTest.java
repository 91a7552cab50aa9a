package dev.cssc.scan.engine.packagemanager;

import dev.cssc.scan.engine.packagemanager.AptSimulation.Upgrade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class AptSimulationTest {

    /** As apt 2.6.1 wrote it for a bookworm image. */
    private static final String REAL = """
            Reading package lists...
            Building dependency tree...
            Calculating upgrade...
            The following packages will be upgraded:
              apt libapt-pkg6.0 liblzma5 libpcre2-8-0 perl-base tzdata
            6 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.
            Inst perl-base [5.36.0-7+deb12u3] (5.36.0-7+deb12u4 Debian-Security:12/oldstable-security [amd64])
            Conf perl-base (5.36.0-7+deb12u4 Debian-Security:12/oldstable-security [amd64])
            Inst liblzma5 [5.4.1-1+deb12u1] (5.4.1-1+deb12u2 Debian-Security:12/oldstable-security [amd64])
            Conf liblzma5 (5.4.1-1+deb12u2 Debian-Security:12/oldstable-security [amd64])
            Inst tzdata [2026b-0+deb12u1] (2026f-0+deb12u1 Debian-Security:12/oldstable-security [all])
            Conf tzdata (2026f-0+deb12u1 Debian-Security:12/oldstable-security [all])
            """;

    @Test
    void upgradesAreTheInstLines() {
        AptSimulation simulation = AptSimulation.parse(REAL);

        assertThat(simulation.upgrades())
                .extracting(Upgrade::name, Upgrade::installed, Upgrade::candidate)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("perl-base", "5.36.0-7+deb12u3", "5.36.0-7+deb12u4"),
                        org.assertj.core.groups.Tuple.tuple("liblzma5", "5.4.1-1+deb12u1", "5.4.1-1+deb12u2"),
                        org.assertj.core.groups.Tuple.tuple("tzdata", "2026b-0+deb12u1", "2026f-0+deb12u1"));
        assertThat(simulation.upgrades()).allMatch(Upgrade::isSecurity);
        assertThat(simulation.keptBack()).isEmpty();
    }

    @Test
    void updateOfAPointReleaseIsNoSecurityUpdate() {
        Upgrade upgrade = only("Inst base-files [12.4] (12.4+deb12u12 Debian:12.12/oldstable [amd64])");

        assertThat(upgrade.isSecurity()).isFalse();
    }

    @Test
    void oneSecurityOriginAmongSeveralIsEnough() {
        Upgrade upgrade = only(
                "Inst libssl3 [3.0.2-0] (3.0.2-1 Ubuntu:22.04/jammy-updates, Ubuntu:22.04/jammy-security [amd64])");

        assertThat(upgrade.origins()).containsExactly("Ubuntu:22.04/jammy-updates", "Ubuntu:22.04/jammy-security");
        assertThat(upgrade.isSecurity()).isTrue();
    }

    @Test
    void foreignArchitectureStaysInTheName() {
        Upgrade upgrade = only("Inst libc6:i386 [2.36-9] (2.36-10 Debian-Security:12/stable-security [i386]) []");

        assertThat(upgrade.name()).isEqualTo("libc6:i386");
    }

    @Test
    void newPackageIsNoUpgrade() {
        assertThat(AptSimulation.parse("Inst linux-new (6.1 Debian-Security:12/stable-security [amd64])")
                        .upgrades())
                .isEmpty();
    }

    @Test
    void packagesKeptBackAreListed() {
        AptSimulation simulation = AptSimulation.parse("""
                The following packages have been kept back:
                  openssl libssl3
                  curl
                The following packages will be upgraded:
                  apt
                """);

        assertThat(simulation.keptBack()).isEqualTo(List.of("openssl", "libssl3", "curl"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Inst", "Inst a", "Inst a [", "Inst a [1] (", "Inst a [1] ()", "Remv a [1]", ""})
    void otherLinesAreNothing(String line) {
        assertThat(AptSimulation.parse(line).upgrades()).isEmpty();
    }

    private static Upgrade only(String line) {
        List<Upgrade> upgrades = AptSimulation.parse(line).upgrades();
        assertThat(upgrades).hasSize(1);
        return upgrades.getFirst();
    }
}
