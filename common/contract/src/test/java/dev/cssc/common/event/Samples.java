package dev.cssc.common.event;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.registry.definition.CredentialReference;
import dev.cssc.common.registry.definition.Protocol;
import dev.cssc.common.registry.definition.RegistryDefinition;
import dev.cssc.common.registry.definition.RequestLimits;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One event of each type, with every field filled. */
final class Samples {
    private static final Repository REPOSITORY = new Repository("registry.example:5000", "demo/debian");
    private static final PinnedImage SOURCE = new PinnedImage(REPOSITORY, new Tag("12"), Digest.of("source"));
    private static final PinnedImage PATCH = new PinnedImage(REPOSITORY, new Tag("12-1"), Digest.of("patch"));
    private static final UUID PATCH_ID = UUID.fromString("0f2c7a2e-5c0b-5d53-9a7e-2f2b8f0f4c11");
    private static final Platform PLATFORM = Platform.of("linux", "amd64");
    private static final PackageUpgrade OPENSSL = new PackageUpgrade(
            "libssl3", "3.0.11-1", "3.0.15-1", List.of(new Vulnerability("CVE-2026-0001", Severity.HIGH)));
    private static final Criteria CRITERIA = new Criteria(
            Optional.of(Severity.HIGH),
            List.of(new IgnoredVulnerability(
                    "CVE-2026-0002", Optional.of("libc6"), "not reachable", Optional.of(LocalDate.of(2026, 12, 31)))),
            List.of(PLATFORM),
            Optional.of(false),
            Optional.of(MultiPlatform.ALL_OR_NOTHING),
            Optional.of(5),
            Optional.of(ImageReference.parse("registry.example:5000/base/debian:12")),
            Optional.of(new PatchTarget(Optional.of("patched.example:5000"), Optional.of("patched"))));
    private static final Scanner SCANNER = new Scanner("trivy", "0.74.0", "2026-11-24T00:00:00Z", Optional.of(true));
    private static final Instant AT = Instant.parse("2026-11-24T05:28:37Z");

    private Samples() {}

    static List<Event> all() {
        return List.of(
                new ImageDue(
                        "run-1",
                        "nightly",
                        DueReason.SCHEDULED,
                        SOURCE,
                        PATCH,
                        TagConvention.INCREMENTAL,
                        Optional.of(CRITERIA)),
                new VulnsFound(
                        "run-1",
                        "nightly",
                        SOURCE,
                        PATCH,
                        TagConvention.FLOATING,
                        Optional.of(CRITERIA),
                        List.of(new PlatformFindings(
                                PLATFORM,
                                SOURCE.digest(),
                                new OperatingSystem("debian", "12.15"),
                                List.of(OPENSSL),
                                Digest.of("inventory"))),
                        SCANNER),
                new PatchStaged(
                        "run-1",
                        "nightly",
                        SOURCE,
                        PATCH_ID,
                        REPOSITORY.sibling("cssc-staging/demo/debian"),
                        List.of(new StagedPlatform(
                                PLATFORM,
                                SOURCE.digest(),
                                PATCH.digest(),
                                List.of(OPENSSL),
                                Optional.of(new Rebase(
                                        new Repository("registry.example:5000", "base/debian"),
                                        Digest.of("old base"),
                                        Digest.of("base"))))),
                        "copa",
                        Optional.of(CRITERIA)),
                new PatchVerified(
                        "run-1",
                        "nightly",
                        SOURCE,
                        PATCH_ID,
                        false,
                        Optional.of(ReasonCode.VERIFICATION_REFUSED),
                        List.of(new Verification(
                                PLATFORM,
                                PATCH.digest(),
                                List.of(OPENSSL),
                                List.of(),
                                List.of(),
                                List.of("Entrypoint changed"),
                                Optional.of("libssl3 is still 3.0.11-1, the fix is in 3.0.15-1"))),
                        SCANNER),
                new Patched(
                        "run-1",
                        "nightly",
                        SOURCE,
                        PATCH,
                        PATCH_ID,
                        List.of(OPENSSL),
                        List.of(),
                        7_300_000,
                        Map.of("patch", 4.1),
                        "copa",
                        AT,
                        List.of(PATCH.digest()),
                        List.of(new UnpatchedPlatform(
                                Platform.parse("linux/arm/v7"),
                                Digest.of("arm"),
                                ReasonCode.PLATFORM_NOT_RUNNABLE,
                                "programs of linux/arm/v7 do not run here")),
                        2,
                        List.of(Digest.of("base"))),
                new ImageStatus(
                        "run-1",
                        "nightly",
                        ImageStatus.Subject.of(SOURCE),
                        ImageLifecycle.State.SKIPPED,
                        1,
                        "scan",
                        Optional.of(UUID.fromString("0c8a57c5-2a43-5a3a-9c4e-8f5d0a3b7c11")),
                        Optional.of(ReasonCode.END_OF_LIFE),
                        Optional.of("Debian 9 gets no updates"),
                        AT),
                new RunCancelled("run-1", "nightly"),
                new BecameFixable(
                        "nightly",
                        SCANNER,
                        List.of(new BecameFixable.Affected(SOURCE.name(), Severity.HIGH, List.of("CVE-2026-0001")))),
                new RegistryChanged(
                        "quay",
                        1_795_500_000_000L,
                        Optional.of(new RegistryDefinition(
                                "quay",
                                "quay.example:8443",
                                Protocol.HTTPS,
                                false,
                                List.of("auth.example"),
                                List.of("blobs.example"),
                                true,
                                Optional.of("corporate-ca.pem"),
                                new CredentialReference.SecretFile("org+robot", "quay-password"),
                                new RequestLimits(
                                        Optional.of(5),
                                        Optional.of(30),
                                        Optional.of(600),
                                        Optional.of(8),
                                        Optional.of(20)))),
                        AT));
    }
}
