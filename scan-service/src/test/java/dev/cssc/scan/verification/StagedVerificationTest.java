package dev.cssc.scan.verification;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.IgnoredVulnerability;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;
import dev.cssc.scan.verdict.Counting;
import dev.cssc.scan.verification.StagedVerification.Judgement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.unfixed;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

class StagedVerificationTest {

    private static final Digest BASE = Digest.of("base");
    private static final Digest PATCH = Digest.of("patch");
    private static final List<String> INSTALLED = List.of("libc6", "apt", "tar");
    private static final String CONFIG = """
            {"Entrypoint":["/bin/sh","-c"],"Cmd":["serve"],"Env":["PATH=/bin","APP=1"],"User":"1000:1000","WorkingDir":"/srv",
             "ExposedPorts":{"80/tcp":{}},"Volumes":{"/data":{}},"Labels":{"a":"b"},"StopSignal":"SIGINT"}""";
    private static final ImageShape SOURCE = shape("amd64", CONFIG, BASE);
    private static final ImageShape STAGED = shape("amd64", CONFIG, BASE, PATCH);
    private static final ScanOutcome.Scanned BEFORE =
            scanned(INSTALLED, List.of(upgrade("libc6", "CVE-1", "CVE-2"), upgrade("apt", "CVE-3")), List.of());
    private static final List<PackageUpgrade> TARGETS = BEFORE.fixable();

    @Nested
    class Findings {

        @Test
        void patchThatFixesAllIsAccepted() {
            Judgement judgement = judge(STAGED, scanned(INSTALLED, List.of(), List.of()));

            assertThat(judgement.refusal()).isEmpty();
            assertThat(judgement.verification().fixed()).containsExactlyElementsOf(TARGETS);
            assertThat(judgement.verification().remaining()).isEmpty();
            assertThat(judgement.verification().accepted()).isTrue();
        }

        @Test
        void patchThatFixesSomeIsAcceptedWithTheRestNamed() {
            Judgement judgement = judge(STAGED, scanned(INSTALLED, List.of(upgrade("apt", "CVE-3")), List.of()));

            assertThat(judgement.refusal()).isEmpty();
            assertThat(judgement.verification().fixed()).containsExactly(upgrade("libc6", "CVE-1", "CVE-2"));
            assertThat(judgement.verification().remaining()).containsExactly(upgrade("apt", "CVE-3"));
        }

        @Test
        void targetOfWhichOnlyAPartIsGoneStandsInBothLists() {
            Judgement judgement = judge(STAGED, scanned(INSTALLED, List.of(upgrade("libc6", "CVE-2")), List.of()));

            assertThat(judgement.verification().fixed())
                    .containsExactlyInAnyOrder(upgrade("libc6", "CVE-1"), upgrade("apt", "CVE-3"));
            assertThat(judgement.verification().remaining()).containsExactly(upgrade("libc6", "CVE-2"));
        }

        @Test
        void patchThatFixesNothingIsRefusedAsNoImprovement() {
            Judgement judgement = judge(STAGED, BEFORE);

            assertThat(judgement.refusal()).contains(ReasonCode.NO_IMPROVEMENT);
            assertThat(judgement.verification().accepted()).isFalse();
            assertThat(judgement.verification().remaining()).hasSize(2);
        }

        @Test
        void targetThatMerelyLostItsFixIsNotGone() {
            Judgement judgement = judge(
                    STAGED,
                    scanned(
                            INSTALLED,
                            List.of(),
                            List.of(unfixed("libc6", "CVE-1"), unfixed("libc6", "CVE-2"), unfixed("apt", "CVE-3"))));

            assertThat(judgement.refusal()).contains(ReasonCode.NO_IMPROVEMENT);
        }

        @Test
        void targetWithoutIdsIsGoneWhereItsPackageHasNoUpdateAnyMore() {
            ScanOutcome.Scanned before = scanned(INSTALLED, List.of(upgrade("libc6"), upgrade("apt")), List.of());

            Judgement judgement = StagedVerification.judge(
                    platform(before.fixable()),
                    new StagedVerification.Scanned(SOURCE, before),
                    new StagedVerification.Scanned(STAGED, scanned(INSTALLED, List.of(upgrade("apt")), List.of())),
                    Counting.EVERYTHING);

            assertThat(judgement.verification().fixed()).containsExactly(upgrade("libc6"));
            assertThat(judgement.verification().remaining()).containsExactly(upgrade("apt"));
        }

        @Test
        void newFindingIsRefused() {
            Judgement judgement = judge(STAGED, scanned(INSTALLED, List.of(upgrade("tar", "CVE-9")), List.of()));

            assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
            assertThat(judgement.verification().added()).containsExactly(upgrade("tar", "CVE-9"));
            assertThat(judgement.verification().objections()).containsExactly("new finding in tar 1: CVE-9");
        }

        @Test
        void newVulnerabilityInAPackageThatHadOthersIsNewToo() {
            Judgement judgement = judge(STAGED, scanned(INSTALLED, List.of(upgrade("apt", "CVE-9")), List.of()));

            assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
        }

        @Test
        void newFindingThatDoesNotCountIsToldAndNotRefused() {
            Judgement judgement = judge(
                    STAGED,
                    scanned(INSTALLED, List.of(upgrade("apt", "CVE-9")), List.of()),
                    ignoring("CVE-9", "CVE-3"));

            assertThat(judgement.refusal()).isEmpty();
            assertThat(judgement.verification().added()).containsExactly(upgrade("apt", "CVE-9"));
        }

        @Test
        void newFindingBesideOneThatDoesNotCountIsRefused() {
            Judgement judgement = judge(
                    STAGED,
                    scanned(INSTALLED, List.of(upgrade("tar", "CVE-8", "CVE-9")), List.of()),
                    ignoring("CVE-9"));

            assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
        }

        @Test
        void newFindingWithoutAFixIsRefusedToo() {
            Judgement judgement = judge(
                    STAGED, scanned(INSTALLED, List.of(), List.of(unfixed("tar", "CVE-9"), unfixed("tar", "CVE-8"))));

            assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
            assertThat(judgement.verification().objections())
                    .containsExactly("new finding that has no fix in tar 1: CVE-9, CVE-8");
            assertThat(judgement.verification().added())
                    .singleElement()
                    .satisfies(added -> assertThat(added.fixed()).isEmpty());
        }

        @Test
        void newFindingWithoutAFixThatDoesNotCountIsToldAndNotRefused() {
            Judgement judgement =
                    judge(STAGED, scanned(INSTALLED, List.of(), List.of(unfixed("tar", "CVE-9"))), ignoring("CVE-9"));

            assertThat(judgement.refusal()).isEmpty();
            assertThat(judgement.verification().added()).hasSize(1);
        }

        @Test
        void findingOfAnotherPackageOfTheSameSourceIsNotNew() {
            ScanOutcome.Scanned before = scanned(List.of("libfoo"), List.of(), List.of(unfixed("libfoo", "CVE-7")));
            Inventory split = new Inventory(
                    before.inventory().os(),
                    false,
                    List.of(
                            new InstalledPackage("libfoo", "2", "amd64", "libfoo", "2"),
                            new InstalledPackage("libfoo-data", "2", "amd64", "libfoo", "2")));
            ScanOutcome.Scanned after = new ScanOutcome.Scanned(
                    split,
                    List.of(),
                    List.of(
                            unfixed("libfoo", "CVE-7"),
                            unfixed("libfoo-data", "CVE-7"),
                            unfixed("libfoo-data", "CVE-8")),
                    before.scanner());

            assertThat(NewFindings.between(before, after).all())
                    .singleElement()
                    .satisfies(added -> assertThat(added.vulnerabilities())
                            .extracting(Vulnerability::id)
                            .containsExactly("CVE-8"));
        }

        @Test
        void ofManyNewFindingsTheFirstAreNamed() {
            List<UnfixedFinding> many = IntStream.rangeClosed(1, 5_000)
                    .mapToObj(i -> unfixed("tar", "CVE-" + i))
                    .toList();

            Judgement judgement = judge(STAGED, scanned(INSTALLED, List.of(), many));

            assertThat(judgement.verification().objections())
                    .singleElement()
                    .satisfies(objection -> assertThat(objection).endsWith("CVE-10 and 4990 more"));
        }

        @Test
        void findingWhoseFixWasTakenBackOrMadeIsNotNew() {
            ScanOutcome.Scanned before =
                    scanned(INSTALLED, List.of(upgrade("libc6", "CVE-1")), List.of(unfixed("tar", "CVE-7")));
            ScanOutcome.Scanned after =
                    scanned(INSTALLED, List.of(upgrade("tar", "CVE-7")), List.of(unfixed("libc6", "CVE-1")));

            assertThat(NewFindings.between(before, after).all()).isEmpty();
        }

        @Test
        void targetThatDoesNotCountMayRemain() {
            Judgement judgement =
                    judge(STAGED, scanned(INSTALLED, List.of(upgrade("libc6", "CVE-2")), List.of()), ignoring("CVE-2"));

            assertThat(judgement.refusal()).isEmpty();
            assertThat(judgement.remaining()).isZero();
            assertThat(judgement.verification().remaining()).containsExactly(upgrade("libc6", "CVE-2"));
        }

        @Test
        void patchThatFixesOnlyWhatDoesNotCountIsNoImprovement() {
            Judgement judgement = judge(
                    STAGED,
                    scanned(INSTALLED, List.of(upgrade("libc6", "CVE-1", "CVE-2")), List.of()),
                    ignoring("CVE-3"));

            assertThat(judgement.refusal()).contains(ReasonCode.NO_IMPROVEMENT);
            assertThat(judgement.verification().objections()).containsExactly("none of the 1 targets is gone");
        }

        @Test
        void removingAPackageIsNoWayToFixIt() {
            Judgement judgement = judge(STAGED, scanned(List.of("apt", "tar"), List.of(), List.of()));

            assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
            assertThat(judgement.verification().objections()).containsExactly("package libc6 was removed");
        }

        @Test
        void stagedImageThatNobodyUnderstandsIsRefused() {
            Judgement judgement = judge(STAGED, new ScanOutcome.NotUnderstood("no distribution", TestScans.SCANNER));

            assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
        }
    }

    @Nested
    class Shape {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                Entrypoint   | "Entrypoint":["/bin/sh","-c"] | "Entrypoint":["/bin/bash"]
                Cmd          | "Cmd":["serve"]               | "Cmd":null
                Env          | "APP=1"                       | "APP=2"
                User         | "User":"1000:1000"            | "User":""
                WorkingDir   | "WorkingDir":"/srv"           | "WorkingDir":"/"
                ExposedPorts | "80/tcp":{}                   | "80/tcp":{},"81/tcp":{}
                Volumes      | "/data":{}                    | "/other":{}
                Labels       | "a":"b"                       | "a":"c"
                StopSignal   | "SIGINT"                      | "SIGTERM"
                """)
        void changedSettingIsRefusedByName(String setting, String from, String to) {
            Judgement judgement = judge(
                    shape("amd64", CONFIG.replace(from, to), BASE, PATCH), scanned(INSTALLED, List.of(), List.of()));

            assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
            assertThat(judgement.verification().objections()).containsExactly(setting + " changed");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                {"Cmd":null,"Volumes":{},"User":""} | {}
                {}                                  | {"Env":[],"Labels":null,"WorkingDir":""}
                """)
        void unsetIsUnsetHoweverItIsWritten(String source, String staged) {
            assertThat(shape("amd64", source, BASE).settings())
                    .isEqualTo(shape("amd64", staged, BASE).settings());
        }

        @Test
        void changedBaseLayerIsRefused() {
            Judgement judgement =
                    judge(shape("amd64", CONFIG, Digest.of("other"), PATCH), scanned(INSTALLED, List.of(), List.of()));

            assertThat(judgement.verification().objections())
                    .containsExactly(
                            "the source's layers are not an unchanged prefix of the staged image's",
                            "the source's diff_ids are not an unchanged prefix of the staged image's");
        }

        @Test
        void lostLayerIsRefused() {
            Judgement judgement = judge(shape("amd64", CONFIG), scanned(INSTALLED, List.of(), List.of()));

            assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
        }

        @Test
        void otherArchitectureIsRefused() {
            Judgement judgement = judge(shape("arm64", CONFIG, BASE, PATCH), scanned(INSTALLED, List.of(), List.of()));

            assertThat(judgement.verification().objections())
                    .containsExactly("the platform changed from linux/amd64 to linux/arm64");
        }
    }

    private static Judgement judge(ImageShape staged, ScanOutcome outcome) {
        return judge(staged, outcome, Counting.EVERYTHING);
    }

    private static Judgement judge(ImageShape staged, ScanOutcome outcome, Counting counting) {
        return StagedVerification.judge(
                platform(TARGETS),
                new StagedVerification.Scanned(SOURCE, BEFORE),
                new StagedVerification.Scanned(staged, outcome),
                counting);
    }

    private static Counting ignoring(String... ids) {
        return new Counting(
                new Criteria(
                        Optional.empty(),
                        Stream.of(ids)
                                .map(id -> new IgnoredVulnerability(
                                        id, Optional.empty(), "not reachable", Optional.empty()))
                                .toList(),
                        List.of()),
                LocalDate.EPOCH,
                SupportCalendar.EMPTY);
    }

    private static StagedPlatform platform(List<PackageUpgrade> targets) {
        return new StagedPlatform(Platform.of("linux", "amd64"), Digest.of("source"), Digest.of("staged"), targets);
    }

    private static ImageShape shape(String architecture, String settings, Digest... layers) {
        List<Descriptor> descriptors = Stream.of(layers)
                .map(layer -> Descriptor.of(MediaType.OCI_LAYER_GZIP, layer, 1))
                .toList();
        String diffIds = Stream.of(layers)
                .map(layer -> "\"" + Digest.of("unpacked " + layer) + "\"")
                .collect(Collectors.joining(","));
        String config = "{\"os\":\"linux\",\"architecture\":\"" + architecture + "\",\"config\":" + settings
                + ",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + diffIds + "]}}";
        ImageManifest manifest = new ImageManifest(
                MediaType.OCI_MANIFEST,
                Descriptor.of(MediaType.OCI_CONFIG, Digest.of(config), config.length()),
                descriptors,
                Map.of(),
                Optional.empty(),
                Optional.empty());
        return ImageShape.of(manifest, ImageConfig.parse(config.getBytes(StandardCharsets.UTF_8)), "the image");
    }
}
