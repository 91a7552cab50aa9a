package dev.cssc.patch.staging;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.MultiPlatform;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** All platforms or none, or those that can be: what becomes of an image of which not all can be patched. */
class PlatformOutcomesTest {
    private static final Platform AMD64 = Platform.of("linux", "amd64");
    private static final Platform ARM64 = Platform.of("linux", "arm64");
    private static final Platform S390X = Platform.of("linux", "s390x");
    private static final PackageUpgrade TAR = new PackageUpgrade("tar", "1", "2", List.of());
    private static final PackageUpgrade XZ = new PackageUpgrade("xz", "1", "2", List.of());
    private static final Failure NO_EMULATOR = Failure.of(ReasonCode.PLATFORM_NOT_RUNNABLE, "it does not run here");
    private static final Failure NOT_THERE_YET = Failure.of(ReasonCode.FIXED_VERSION_UNAVAILABLE, "not there yet");

    private final List<Platform> asked = new ArrayList<>();
    private List<PackageUpgrade> unavailable = List.of();

    @Test
    void whatCanBePatchedIsAndTheOthersAreNamedWithTheirReasons() {
        PlatformOutcomes outcomes = of(MultiPlatform.PATCH_WHAT_CAN, notOn(S390X), failingOn(ARM64, NOT_THERE_YET));

        assertThat(asked).containsExactly(AMD64, ARM64);
        assertThat(outcomes.done()).hasSize(1);
        assertThat(outcomes.leftAlone())
                .containsExactly(Map.entry(manifest(ARM64), NOT_THERE_YET), Map.entry(manifest(S390X), NO_EMULATOR));
    }

    @Test
    void nothingIsPatchedWhereAllAreWantedAndOneIsKnownBeforehandNotToRun() {
        assertEnds(
                MultiPlatform.ALL_OR_NOTHING,
                notOn(S390X),
                failingOn(ARM64, NOT_THERE_YET),
                ReasonCode.PLATFORM_NOT_RUNNABLE,
                "the policy wants all platforms or none (multi-platform), and it does not run here");
        assertThat(asked).as("no work was done").isEmpty();
    }

    @Test
    void theFirstThatCannotBePatchedEndsItWhereAllAreWanted() {
        assertEnds(
                MultiPlatform.ALL_OR_NOTHING,
                platform -> Optional.empty(),
                failingOn(ARM64, NOT_THERE_YET),
                ReasonCode.FIXED_VERSION_UNAVAILABLE,
                "the policy wants all platforms or none (multi-platform), and not there yet");
        assertThat(asked).containsExactly(AMD64, ARM64);
    }

    @Test
    void packagesThatAreNotThereYetKeepNoPlatformOut() {
        unavailable = List.of(XZ);

        PlatformOutcomes outcomes = of(MultiPlatform.ALL_OR_NOTHING, platform -> Optional.empty(), this::done);

        assertThat(outcomes.done()).hasSize(3);
        assertThat(outcomes.notRaised().orElseThrow()).contains("linux/amd64: no fixed version yet of xz");
    }

    @Test
    void whereNoneCanBePatchedAFixThatIsStillToComeIsTheReasonAndAllAreNamed() {
        assertEnds(
                MultiPlatform.PATCH_WHAT_CAN,
                platform -> platform.platform().equals(ARM64) ? Optional.empty() : Optional.of(NO_EMULATOR),
                failingOn(ARM64, NOT_THERE_YET),
                ReasonCode.FIXED_VERSION_UNAVAILABLE,
                "it does not run here; not there yet");
    }

    @Test
    void thePatchedIndexNamesWhatItCarriesOverAndWhatItHasNoMore() {
        PlatformOutcomes outcomes = of(MultiPlatform.PATCH_WHAT_CAN, notOn(S390X), failingOn(ARM64, NOT_THERE_YET));
        Platform windows = Platform.of("windows", "amd64");
        RawManifest source = ImageDocuments.index(
                child(AMD64), child(ARM64), child(S390X), child(windows), child(Platform.of("unknown", "unknown")));

        CarriedOver carried = CarriedOver.of(ImageIndex.parse(source), outcomes.found(), outcomes.leftAlone());

        assertThat(carried.unpatched())
                .extracting(one -> one.platform() + " " + one.reason())
                .containsExactly(
                        "linux/arm64 FIXED_VERSION_UNAVAILABLE",
                        "linux/s390x PLATFORM_NOT_RUNNABLE",
                        "windows/amd64 UNSUPPORTED_IMAGE");
        assertThat(carried.droppedAttestations()).isOne();
        assertThat(carried.awaited()).containsExactly(TAR);
        assertThat(carried.waits()).isTrue();
        assertThat(carried.sentence().orElseThrow())
                .contains("linux/arm64 stays as it is (FIXED_VERSION_UNAVAILABLE): not there yet")
                .endsWith("; 1 attestation of the source is left out");
    }

    @Test
    void aPlatformThatThePolicyDoesNotNameIsCarriedOverForThatReason() {
        PlatformOutcomes outcomes = of(MultiPlatform.PATCH_WHAT_CAN, platform -> Optional.empty(), this::done);
        Platform riscv = Platform.of("linux", "riscv64");
        RawManifest source = ImageDocuments.index(child(AMD64), child(riscv));
        VulnsFound found = found(new Criteria(Optional.empty(), List.of(), List.of(AMD64)));

        CarriedOver carried = CarriedOver.of(ImageIndex.parse(source), found, outcomes.leftAlone());

        assertThat(carried.unpatched()).singleElement().satisfies(one -> {
            assertThat(one.manifest()).isEqualTo(manifest(riscv));
            assertThat(one.reason()).isEqualTo(ReasonCode.PLATFORM_NOT_WANTED);
        });
        assertThat(carried.waits()).isFalse();
        assertThat(carried.remaining()).isEmpty();
    }

    private void assertEnds(
            MultiPlatform policy,
            Function<PlatformFindings, Optional<Failure>> whyNot,
            Function<PlatformFindings, Outcome> patch,
            ReasonCode reason,
            String detail) {
        assertThatThrownBy(() -> of(policy, whyNot, patch)).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(reason);
            assertThat(e.failure().detail()).isEqualTo(detail);
        });
    }

    private PlatformOutcomes of(
            MultiPlatform policy,
            Function<PlatformFindings, Optional<Failure>> whyNot,
            Function<PlatformFindings, Outcome> patch) {
        Criteria criteria = new Criteria(Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.of(policy));
        return PlatformOutcomes.of(found(criteria), whyNot, platform -> {
            asked.add(platform.platform());
            return patch.apply(platform);
        });
    }

    private static Function<PlatformFindings, Optional<Failure>> notOn(Platform unrunnable) {
        return platform -> platform.platform().equals(unrunnable) ? Optional.of(NO_EMULATOR) : Optional.empty();
    }

    private Function<PlatformFindings, Outcome> failingOn(Platform failing, Failure why) {
        return platform -> platform.platform().equals(failing) ? new Outcome.LeftAlone(why) : done(platform);
    }

    private Outcome done(PlatformFindings platform) {
        StagedPlatform staged = new StagedPlatform(
                platform.platform(), platform.manifest(), Digest.of("patched " + platform), List.of(TAR));
        return new Outcome.Done(
                new StagedPart(staged, new Tag("staged"), unavailable, 1, Optional.empty()),
                new RawManifest(MediaType.OCI_MANIFEST, new byte[] {'{', '}'}));
    }

    private static VulnsFound found(Criteria criteria) {
        PinnedImage source = new PinnedImage(new Repository("registry.test", "app"), new Tag("1"), Digest.of("index"));
        return new VulnsFound(
                "run",
                "w",
                source,
                source,
                TagConvention.INCREMENTAL,
                Optional.of(criteria),
                List.of(findings(AMD64), findings(ARM64), findings(S390X)),
                new Scanner("test", "1", "db"));
    }

    private static PlatformFindings findings(Platform platform) {
        return new PlatformFindings(
                platform,
                manifest(platform),
                new OperatingSystem("debian", "12"),
                List.of(TAR),
                Digest.of("inventory"));
    }

    private static Map.Entry<Platform, Digest> child(Platform platform) {
        return Map.entry(platform, manifest(platform));
    }

    private static Digest manifest(Platform platform) {
        return Digest.of(platform.toString());
    }
}
