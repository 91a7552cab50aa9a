package dev.cssc.scan.verification;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.IgnoredVulnerability;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.verdict.Counting;
import dev.cssc.scan.verification.StagedVerification.Judgement;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.upgrade;

/** A source of three packages with three findings, and what a staged image of it is judged to be. */
abstract class StagedVerificationDriver {
    static final Digest BASE = Digest.of("base");
    static final Digest PATCH = Digest.of("patch");
    static final List<String> INSTALLED = List.of("libc6", "apt", "tar");
    static final String CONFIG = """
            {"Entrypoint":["/bin/sh","-c"],"Cmd":["serve"],"Env":["PATH=/bin","APP=1"],"User":"1000:1000","WorkingDir":"/srv",
             "ExposedPorts":{"80/tcp":{}},"Volumes":{"/data":{}},"Labels":{"a":"b"},"StopSignal":"SIGINT"}""";
    static final ImageShape SOURCE = shape("amd64", CONFIG, BASE);
    static final ImageShape STAGED = shape("amd64", CONFIG, BASE, PATCH);
    static final ScanOutcome.Scanned BEFORE =
            scanned(INSTALLED, List.of(upgrade("libc6", "CVE-1", "CVE-2"), upgrade("apt", "CVE-3")), List.of());
    static final List<PackageUpgrade> TARGETS = BEFORE.fixable();

    static Judgement judge(ImageShape staged, ScanOutcome outcome) {
        return judge(staged, outcome, Counting.EVERYTHING);
    }

    static Judgement judge(ImageShape staged, ScanOutcome outcome, Counting counting) {
        return StagedVerification.judge(
                platform(TARGETS),
                new StagedVerification.Scanned(SOURCE, BEFORE),
                new StagedVerification.Scanned(staged, outcome),
                counting);
    }

    static Counting ignoring(String... ids) {
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

    static StagedPlatform platform(List<PackageUpgrade> targets) {
        return new StagedPlatform(Platform.of("linux", "amd64"), Digest.of("source"), Digest.of("staged"), targets);
    }

    static ImageShape shape(String architecture, String settings, Digest... layers) {
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
