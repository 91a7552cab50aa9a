package dev.cssc.bench;

import dev.cssc.cli.command.CliException;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.image.PinnedImage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The patch service and a shell loop of Buildah on the same images with the same packages, in turn. */
final class PatchComparison {
    /** Images that share nothing, which is what their packages allow. */
    private static final int DISTINCT = 4;

    private final Scratch scratch;
    private final PatchImages images;
    private final PatchedImages service;
    private final PlatformFindings found;
    private final PublishedChecks checks;
    private final Consumer<String> remark;
    private final List<String> findings = new ArrayList<>();

    PatchComparison(Scratch scratch, PatchImages images, PatchedImages service, Consumer<String> remark) {
        this.scratch = scratch;
        this.images = images;
        this.service = service;
        this.remark = remark;
        this.checks = new PublishedChecks(scratch);
        scratch.script("buildah-each.sh");
        remark.accept("Judging and patching one image, so that everything has run once …");
        this.found = service.judged(images.push("warm", 1).getFirst());
        loop("warm", images.push("warm-loop", 1), names(found.packages()));
    }

    /** What was seen besides times. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    /** One image at a time, each of a family of its own. */
    BenchResult.Row single(int rounds) {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        long bytes = 0;
        long their = 0;
        for (int round = 0; round < rounds; round++) {
            remark.accept("Round " + (round + 1) + " of " + rounds + ": one image …");
            String name = "single" + round;
            PatchedImages.Outcome outcome = service.patch(
                    name, images.push(name, 1), found, List.of(PatchedImages.alone(name, found.packages())));
            ours.add(outcome.seconds());
            checks.all(outcome.patched(), found.packages());
            bytes = outcome.patched().getFirst().addedBytes();
            List<PinnedImage> looped = images.push(name + "-loop", 1);
            theirs.add(loop(name, looped, names(found.packages())));
            their = PublishedChecks.topLayerBytes(
                    looped.getFirst(), looped.getFirst().tag() + "-loop");
        }
        findings.add(String.format(
                Locale.ROOT, "The patch layer has %.1f MB, that of the loop %.1f MB.", bytes / 1e6, their / 1e6));
        return BenchResult.Row.ofRounds(
                "single",
                ours,
                theirs,
                "shell loop of buildah from, apt-get update and install, commit with push; ours also judges the patch with"
                        + " Trivy and publishes it from the staging repository");
    }

    /** Many images of one base. */
    BenchResult.Row shared(int n, int sample) {
        remark.accept(n + " images of one base …");
        PatchedImages.Outcome outcome = service.patch(
                "shared",
                images.push("shared", n),
                found,
                Collections.nCopies(n, PatchedImages.alone("shared", found.packages())));
        remark.accept(sample + " of such images with the loop …");
        double theirs = loop("shared", images.push("shared-loop", sample), names(found.packages()));
        remark.accept("Looking into what was published …");
        List<Patched> looked = PublishedChecks.sample(outcome.patched());
        checks.all(looked, found.packages());
        findings.add(outcome.grafted() + " of " + n + " images took the layer of another one over; " + looked.size()
                + " published images were looked into, made by the engine and taken over: dpkg --audit and apt-get check"
                + " found no fault, every package has its fixed version, and their package databases are the same.");
        return new BenchResult.Row(
                "shared",
                outcome.seconds() / n,
                theirs / sample,
                "the same loop on " + sample + " of such images; ours: " + n + " images due at once, "
                        + String.format(Locale.ROOT, "%.1f s in all", outcome.seconds()));
    }

    /** Images that have other packages to raise each. */
    BenchResult.Row distinct() {
        remark.accept(DISTINCT + " images with other packages each …");
        List<List<PackageUpgrade>> sets = IntStream.range(0, DISTINCT)
                .mapToObj(i ->
                        found.packages().subList(0, Math.max(1, found.packages().size() - i)))
                .toList();
        List<UnaryOperator<PlatformFindings>> each = IntStream.range(0, DISTINCT)
                .mapToObj(i -> PatchedImages.alone("distinct" + i, sets.get(i)))
                .toList();
        List<PinnedImage> pushed = images.push("distinct", DISTINCT);
        PatchedImages.Outcome outcome = service.patch("distinct", pushed, found, each);
        if (outcome.grafted() > 0) {
            throw new CliException("Images that share nothing took layers over. Nothing was measured.");
        }
        double theirs = 0;
        List<PinnedImage> looped = images.push("distinct-loop", DISTINCT);
        for (int i = 0; i < DISTINCT; i++) {
            theirs += loop("distinct" + i, List.of(looped.get(i)), names(sets.get(i)));
        }
        for (Patched one : outcome.patched()) {
            checks.all(List.of(one), one.fixed());
        }
        return new BenchResult.Row(
                "distinct",
                outcome.seconds() / DISTINCT,
                theirs / DISTINCT,
                "the same loop on " + DISTINCT
                        + " images with other packages to raise each; ours with its two workers");
    }

    /** Seconds of the loop over these images. */
    private double loop(String name, List<PinnedImage> looped, List<String> packages) {
        Path references = Scratch.write(
                scratch.resolve("loop-" + name),
                looped.stream()
                        .map(image -> image.repository() + "@" + image.digest() + " " + image.name() + "-loop\n")
                        .collect(Collectors.joining()));
        List<String> arguments = new ArrayList<>(List.of(
                "sh",
                scratch.resolve("buildah-each.sh").toString(),
                scratch.resolve("loop").toString(),
                references.toString()));
        arguments.addAll(packages);
        return new TimedCommand(scratch.directory(), arguments, Map.of()).run().seconds();
    }

    private static List<String> names(List<PackageUpgrade> packages) {
        return packages.stream().map(PackageUpgrade::name).toList();
    }
}
