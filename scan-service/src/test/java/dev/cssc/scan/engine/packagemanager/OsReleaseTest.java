package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.OperatingSystem;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class OsReleaseTest {

    @Test
    void pointReleaseOfDebianComesFromDebianVersion() {
        assertThat(parse("ID=debian\nVERSION_ID=\"12\"\n", "12.15").os())
                .isEqualTo(new OperatingSystem("debian", "12.15"));
    }

    @Test
    void codenameInDebianVersionIsNoRelease() {
        assertThat(parse("ID=debian\nVERSION_ID=\"12\"\n", "bookworm/sid").os())
                .isEqualTo(new OperatingSystem("debian", "12"));
    }

    @Test
    void statedEndOfSupportCounts() {
        OsRelease release = parse("ID=fedora\nVERSION_ID=39\nSUPPORT_END=2024-11-26\n", "");

        assertThat(release.endOfLife(LocalDate.of(2024, 11, 26))).isFalse();
        assertThat(release.endOfLife(LocalDate.of(2024, 11, 27))).isTrue();
    }

    @Test
    void releaseThatStatesNoEndOfSupportIsLeftToTheCalendar() {
        assertThat(parse("ID=debian\nVERSION_ID=99\n", "").endOfLife(LocalDate.MAX))
                .isFalse();
    }

    @Test
    void fileThatNamesNoDistributionIsNone() {
        assertThat(OsRelease.parse("# nothing\nPRETTY_NAME=x\n", Optional.empty()))
                .isEmpty();
    }

    private static OsRelease parse(String text, String debianVersion) {
        return OsRelease.parse(text, Optional.of(debianVersion)).orElseThrow();
    }
}
