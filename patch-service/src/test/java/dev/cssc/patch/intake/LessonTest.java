package dev.cssc.patch.intake;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.Verification;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.patch.staging.CarriedOver;
import dev.cssc.patch.staging.StagedPart;
import dev.cssc.patch.staging.StagedPatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class LessonTest {
    private static final Repository REPOSITORY = new Repository("r.example", "app");
    private static final PackageUpgrade TAR = new PackageUpgrade("tar", "1", "2", List.of());
    private static final Rebase REBASE = new Rebase(REPOSITORY, Digest.of("old"), Digest.of("new"));
    private static final String OBJECTION = "it lost its entrypoint";

    private final StagedPart made = part("amd64", Optional.empty(), Optional.empty(), List.of());
    private final StagedPart grafted = part("arm64", Optional.of(Digest.of("donor")), Optional.empty(), List.of());
    private final StagedPart rebased = part("s390x", Optional.empty(), Optional.of(REBASE), List.of());

    @Test
    void whatTheEngineMadeWouldBeRefusedAgain() {
        assertThat(of(made, judged(made, List.of(), OBJECTION))).isInstanceOfSatisfying(Lesson.InVain.class, lesson -> {
            assertThat(lesson.why().reason()).isEqualTo(ReasonCode.VERIFICATION_REFUSED);
            assertThat(lesson.why().detail()).isEqualTo("linux/amd64: " + OBJECTION);
            assertThat(lesson.lasting()).isTrue();
        });
    }

    @Test
    void notForEverWhereARepositoryDidNotHaveAFixYet() {
        StagedPart incomplete = part("amd64", Optional.empty(), Optional.empty(), List.of(TAR));

        assertThat(of(incomplete, judged(incomplete, List.of(), OBJECTION)))
                .isInstanceOfSatisfying(
                        Lesson.InVain.class,
                        lesson -> assertThat(lesson.lasting()).isFalse());
    }

    @Test
    void whatWasTakenOverOrRebasedIsMadeByTheEngineTheNextTime() {
        for (StagedPart part : List.of(grafted, rebased)) {
            assertThat(of(part, judged(part, List.of(), OBJECTION))).isEqualTo(new Lesson.ByTheEngine(List.of(part)));
        }
    }

    @Test
    void whatADonorLeftTheEngineMayHaveByNowAndWhatARebaseLeavesDoesNotCount() {
        assertThat(of(grafted, judged(grafted, List.of(TAR)))).isEqualTo(new Lesson.ByTheEngine(List.of(grafted)));
        assertThat(of(rebased, judged(rebased, List.of(TAR)))).isInstanceOf(Lesson.InVain.class);
    }

    @Test
    void aPartThatNothingIsSaidAgainstIsNotToBlame() {
        PatchVerified verified = refused(
                ReasonCode.VERIFICATION_REFUSED,
                verification(made, List.of(), OBJECTION),
                verification(grafted, List.of()));

        assertThat(Lesson.of(patch(made, grafted), verified)).isInstanceOf(Lesson.InVain.class);
    }

    @Test
    void aPartThatNothingIsSaidOfMayBe() {
        PatchVerified verified = refused(ReasonCode.VERIFICATION_REFUSED, verification(made, List.of(), OBJECTION));

        assertThat(Lesson.of(patch(made, grafted), verified)).isEqualTo(new Lesson.ByTheEngine(List.of(grafted)));
    }

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void onlyAJudgementTeaches(ReasonCode reason) {
        Lesson lesson = Lesson.of(patch(made), refused(reason, verification(made, List.of(), OBJECTION)));

        if (PatchVerified.JUDGEMENTS.contains(reason)) {
            assertThat(lesson).isInstanceOf(Lesson.InVain.class);
        } else {
            assertThat(lesson).isEqualTo(new Lesson.Nothing());
        }
    }

    private static Lesson of(StagedPart part, PatchVerified verified) {
        return Lesson.of(patch(part), verified);
    }

    private static PatchVerified judged(StagedPart part, List<PackageUpgrade> remaining, String... objections) {
        return refused(ReasonCode.VERIFICATION_REFUSED, verification(part, remaining, objections));
    }

    private static PatchVerified refused(ReasonCode reason, Verification... verifications) {
        return new PatchVerified(
                "run",
                "w",
                source(),
                UUID.randomUUID(),
                false,
                Optional.of(reason),
                List.of(verifications),
                new Scanner("test", "1", "db"));
    }

    private static Verification verification(StagedPart part, List<PackageUpgrade> remaining, String... objections) {
        return new Verification(
                part.staged().platform(),
                part.staged().staged(),
                List.of(),
                remaining,
                List.of(),
                List.of(objections),
                Optional.empty());
    }

    private static StagedPart part(
            String architecture, Optional<Digest> graft, Optional<Rebase> rebase, List<PackageUpgrade> unavailable) {
        return new StagedPart(
                new StagedPlatform(
                        Platform.of("linux", architecture),
                        Digest.of("source " + architecture),
                        Digest.of("staged " + architecture),
                        List.of(TAR),
                        rebase),
                new Tag("staged-" + architecture),
                unavailable,
                1,
                graft);
    }

    private static StagedPatch patch(StagedPart... parts) {
        return new StagedPatch(
                UUID.randomUUID(),
                "run",
                "w",
                source(),
                TagConvention.INCREMENTAL,
                REPOSITORY,
                REPOSITORY.sibling("cssc-staging/app"),
                Stream.of(parts).toList(),
                parts.length == 1 ? Optional.empty() : Optional.of("{}"),
                CarriedOver.NONE,
                "test",
                "db",
                1);
    }

    private static PinnedImage source() {
        return new PinnedImage(REPOSITORY, new Tag("1"), Digest.of("source"));
    }
}
