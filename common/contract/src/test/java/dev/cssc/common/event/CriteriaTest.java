package dev.cssc.common.event;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CriteriaTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                       | linux/s390x    | true
            linux/amd64              | linux/amd64    | true
            linux/amd64              | linux/arm64    | false
            linux/amd64              | windows/amd64  | false
            linux/amd64, linux/arm64 | linux/arm64/v8 | true
            linux/arm64/v8           | linux/arm64    | true
            linux/arm64/v8           | linux/arm64/v9 | false
            linux/arm                | linux/arm/v6   | true
            linux/arm/v7             | linux/arm/v6   | false
            linux/arm/v7             | linux/arm      | false
            """)
    void aPlatformIsJudgedOrNot(String wanted, String platform, boolean judged) {
        List<Platform> platforms = Arrays.stream(wanted.split(", ", -1))
                .filter(name -> !name.isEmpty())
                .map(Platform::parse)
                .toList();

        assertThat(new Criteria(Optional.empty(), List.of(), platforms).judges(Platform.parse(platform)))
                .isEqualTo(judged);
    }

    @Test
    void asManyIgnoredVulnerabilitiesAsAreTakenFitIntoAnEvent() {
        PinnedImage image = new PinnedImage(new Repository("registry.example", "a"), new Tag("1"), Digest.of("source"));

        String due = EventCodec.write(new ImageDue(
                "run",
                "w",
                DueReason.MANUAL,
                image,
                image,
                TagConvention.INCREMENTAL,
                Optional.of(new Criteria(Optional.empty(), ignored(Criteria.MOST_IGNORED), List.of()))));

        assertThat(due).hasSizeLessThan(EventCodec.LARGEST_VALUE * 2 / 3);
    }

    @Test
    void moreAreRefusedWithWhatToDo() {
        assertThatThrownBy(() -> new Criteria(Optional.empty(), ignored(Criteria.MOST_IGNORED + 1), List.of()))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(ReasonCode.POLICY_INVALID);
                    assertThat(e.failure().detail()).contains("1001", "at most 1000");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"ignored":[],"platforms":[]}                                     | false
            {"ignored":[],"platforms":[],"multiPlatform":"patch-what-can"}    | false
            {"ignored":[],"platforms":[],"multiPlatform":"known-later-only"}  | false
            {"ignored":[],"platforms":[],"multiPlatform":"all-or-nothing"}    | true
            """)
    void ofAnIndexWhatCanBeIsPatchedUnlessAllOrNothingIsWanted(String json, boolean all) {
        assertThat(EventCodec.read(json, Criteria.class).wantsAllPlatforms()).isEqualTo(all);
    }

    private static List<IgnoredVulnerability> ignored(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new IgnoredVulnerability(
                        "CVE-2026-" + i,
                        Optional.of("libgstreamer-plugins-base1.0-0"),
                        "The code is not reachable in any of our images; see the register of risks, entry " + i
                                + ", which is looked at again every year by the security board",
                        Optional.of(LocalDate.of(2026, 12, 31))))
                .toList();
    }
}
