package dev.cssc.scan.endoflife;

import dev.cssc.common.event.OperatingSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SupportCalendarTest {
    private static final SupportCalendar BUNDLED = CalendarFile.bundled();
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "debian, 12.15, 2028-06-30",
        "ubuntu, 24.04, 2029-05-31",
        "alpine, 3.22.1, 2027-05-01",
        "redhat, 9.4, 2032-05-31",
        "rhel, 9.4, 2032-05-31",
        "almalinux, 8.10, 2029-05-31",
        "amazon, '2023.4.20240319 (Amazon Linux)', 2029-06-30",
        "sles, 15.7, 2031-07-31",
        "sles, 16.0, 2027-11-30",
        "suse linux enterprise server, 15.7, 2031-07-31",
        "sl-micro, 6.0, 2028-06-30",
        "slem, 5.5, 2027-10-31",
        "opensuse-leap, 16.0, 2027-10-31",
        "azurelinux, 3.0, 2027-07-31",
    })
    void supportedReleaseSaysUntilWhen(String family, String release, LocalDate last) {
        assertThat(support(BUNDLED, family, release)).isEqualTo(new Support.Until(last));
    }

    @ParameterizedTest
    @CsvSource({
        "debian, 11.11, 2026-08-31",
        "ubuntu, 20.04, 2025-05-29",
        "alpine, 3.19.1, 2025-11-01",
        "centos, 7.9.2009, 2024-06-30",
        "amazon, 2 (Karoo), 2026-06-30",
        "amazon, AMI release 2018.03, 2023-12-31",
        "ubuntu, 12.04, 2017-04-28",
        "debian, 5.0.10, 2012-02-06",
        "fedora, 42, 2026-05-13",
        "sles, 12.4, 2020-06-30",
        "photon, 4.0, 2026-03-31",
        "cbl-mariner, 2.0.20240123, 2025-07-31",
        "opensuse.leap, 15.6, 2026-04-30",
        "sles, 15.5, 2024-12-31",
    })
    void endedReleaseSaysSinceWhen(String family, String release, LocalDate last) {
        assertThat(support(BUNDLED, family, release)).isEqualTo(new Support.Ended(last));
    }

    @ParameterizedTest
    @CsvSource({"debian, 99", "debian, ''", "alpine, 3.2099.1", "alpine, 3.190", "amazon, 2022.0", "nobodys-linux, 1"})
    void unknownReleaseIsUnknownAndNotSupported(String family, String release) {
        assertThat(support(BUNDLED, family, release)).isEqualTo(new Support.Unknown());
    }

    @ParameterizedTest
    @CsvSource({"alpine, 3.21.0_alpha20240923", "alpine, 3.18.0_rc1"})
    void prereleaseIsNotTheReleaseWhoseNumberItBears(String family, String release) {
        assertThat(support(BUNDLED, family, release)).isEqualTo(new Support.Unknown());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alma", "alpine", "amazon", "azurelinux", "cbl-mariner", "centos", "centos-stream", "chainguard",
                "debian", "fedora", "opensuse-leap", "opensuse-tumbleweed", "oracle", "photon", "redhat", "rocky",
                "slem", "sles", "ubuntu", "wolfi"
            })
    void distributionsAreNamedAsTrivyNamesThem(String family) {
        assertThat(BUNDLED.entries()).extracting(SupportCalendar.Entry::family).contains(family);
    }

    @Test
    void distributionWithoutReleasesDoesNotEnd() {
        assertThat(support(BUNDLED, "wolfi", "20230201")).isEqualTo(new Support.Rolling());
    }

    @Test
    void lastDayIsStillSupported() {
        OperatingSystem buster = new OperatingSystem("debian", "10.13");

        assertThat(BUNDLED.ended(buster, LocalDate.of(2024, 6, 30), true)).isFalse();
        assertThat(BUNDLED.ended(buster, LocalDate.of(2024, 7, 1), false)).isTrue();
    }

    @Test
    void engineAnswersForAReleaseThatTheCalendarDoesNotKnow() {
        OperatingSystem unknown = new OperatingSystem("debian", "99");

        assertThat(BUNDLED.ended(unknown, DAY, true)).isTrue();
        assertThat(BUNDLED.ended(unknown, DAY, false)).isFalse();
    }

    @Test
    void everyEntryHasASourceAndADayThatCanBe() {
        assertThat(BUNDLED.entries())
                .hasSizeGreaterThan(100)
                .allSatisfy(entry -> assertThat(entry.source()).isNotBlank())
                .allSatisfy(entry -> assertThat(entry.last())
                        .satisfies(last -> last.ifPresent(
                                day -> assertThat(day).isBetween(LocalDate.of(2000, 1, 1), LocalDate.of(2040, 1, 1)))));
        assertThat(BUNDLED.entries().stream()
                        .map(entry -> entry.family() + " " + entry.release())
                        .toList())
                .doesNotHaveDuplicates();
    }

    @Test
    void fileCorrectsWhatItNamesAndLeavesTheRest() throws IOException {
        SupportCalendar corrected = CalendarFile.bundledCorrectedBy(file("""
                {"families": [
                  {"family": "debian", "source": "our contract", "ends": {"11": "2031-06-30"}},
                  {"family": "corporate-linux", "source": "intranet", "rolling": true}]}"""));

        assertThat(support(corrected, "debian", "11.11")).isEqualTo(new Support.Until(LocalDate.of(2031, 6, 30)));
        assertThat(support(corrected, "debian", "10.13")).isInstanceOf(Support.Ended.class);
        assertThat(support(corrected, "corporate-linux", "")).isEqualTo(new Support.Rolling());
    }

    @Test
    void brokenFileIsRefusedWithAllThatIsWrong() throws IOException {
        Path broken = file("""
                {"families": [
                  {"family": "debian", "source": "", "ends": {"12": "next year"}},
                  {"source": "x"}]}""");

        assertThatThrownBy(() -> CalendarFile.bundledCorrectedBy(broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(broken.toString())
                .hasMessageContaining("$.families[0].source: expected where the dates stand")
                .hasMessageContaining("$.families[0].ends.12: is 'next year'; expected a day, as 2028-06-30")
                .hasMessageContaining("$.families[1].family: expected the name of a distribution")
                .hasMessageContaining("$.families[1]: expected either \"ends\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{", "[]", "{\"families\": []}", "''"})
    void fileThatIsNoCalendarIsRefused(String text) throws IOException {
        Path broken = file(text);

        assertThatThrownBy(() -> CalendarFile.bundledCorrectedBy(broken)).isInstanceOf(IllegalStateException.class);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("calendar.json"), text);
    }

    private static Support support(SupportCalendar calendar, String family, String release) {
        return calendar.support(new OperatingSystem(family, release), DAY);
    }
}
