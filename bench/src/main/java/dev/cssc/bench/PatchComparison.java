package dev.cssc.bench;

import dev.cssc.cli.command.CliException;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.image.PinnedImage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The patch service and a shell loop of its engine on the same images with the same packages, in turn. */
final class PatchComparison {
    /** Images that share nothing, which is what their packages allow. */
    private static final int DISTINCT = 4;

    private final PatchImages images;
    private final PatchServices services;
    private final PatchedImages service;
    private final BareTool tool;
    private final PlatformFindings found;
    private final PublishedChecks checks;
    private final Consumer<String> remark;
    private final List<String> findings = new ArrayList<>();

    PatchComparison(
            Scratch scratch, PatchImages images, PatchServices services, BareTool tool, Consumer<String> remark) {
        this.images = images;
        this.services = services;
        this.service = new PatchedImages(services);
        this.tool = tool;
        this.remark = remark;
        this.checks = new PublishedChecks(scratch);
        remark.accept("Judging and patching one image, so that everything has run once …");
        this.found = service.judged(images.push("warm", 1).getFirst());
        tool.loop("warm", images.push("warm-loop", 1), found.packages());
    }

    /** What was seen besides times. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    /** One image at a time, each of a family of its own. */
    BenchResult.Row single(int rounds) {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Patched> patched = new ArrayList<>();
        long bytes = 0;
        long their = 0;
        for (int round = 0; round < rounds; round++) {
            remark.accept("Round " + (round + 1) + " of " + rounds + ": one image …");
            String name = "single" + round;
            PatchedImages.Outcome outcome = service.patch(name, images.push(name, 1), found, alone(name, 1));
            ours.add(outcome.seconds());
            patched.addAll(outcome.patched());
            checks.all(outcome.patched(), found.packages());
            bytes = outcome.patched().getFirst().addedBytes();
            List<PinnedImage> looped = images.push(name + "-loop", 1);
            theirs.add(tool.loop(name, looped, found.packages()));
            their = PublishedChecks.topLayerBytes(
                    looped.getFirst(), looped.getFirst().tag() + BareTool.SUFFIX);
        }
        findings.add(String.format(
                Locale.ROOT, "The patch layer has %.1f MB, that of the loop %.1f MB.", bytes / 1e6, their / 1e6));
        BenchResult.Row row = BenchResult.Row.ofRounds(
                "single",
                ours,
                theirs,
                tool.words() + "; ours also judges the patch with Trivy and publishes it from the staging repository");
        findings.add(overhead(row, patched));
        return row;
    }

    /** What an image takes more than with the bare tool, and where ours spends its time. */
    private static String overhead(BenchResult.Row row, List<Patched> patched) {
        double patch = mean(patched, "patch");
        double publish = mean(patched, "promote");
        double more = row.ours() - row.theirs();
        return String.format(
                Locale.ROOT,
                "An image alone takes %+.0f ms (%+.0f %%) beside the bare tool: %.2f s patching and staging, %.2f s"
                        + " publishing, and %.2f s judging and handing on.",
                more * 1000,
                100 * more / row.theirs(),
                patch,
                publish,
                row.ours() - patch - publish);
    }

    private static double mean(List<Patched> patched, String part) {
        return patched.stream()
                .mapToDouble(one -> one.seconds().getOrDefault(part, 0.0))
                .average()
                .orElse(0);
    }

    /** Many images of one base. */
    BenchResult.Row shared(int n, int sample) {
        remark.accept(n + " images of one base …");
        PatchedImages.Outcome outcome = service.patch("shared", images.push("shared", n), found, alone("shared", n));
        remark.accept(sample + " of such images with the loop …");
        double theirs = tool.loop("shared", images.push("shared-loop", sample), found.packages());
        remark.accept("Looking into what was published …");
        checks.all(outcome.patched(), found.packages());
        if (outcome.grafted() == 0 || outcome.grafted() == n) {
            throw new CliException(
                    outcome.grafted() + " of " + n
                            + " images took the layer of another one over, so that none can be compared with what the engine made.");
        }
        findings.add(outcome.grafted() + " of " + n + " images took the layer of another one over; all "
                + outcome.patched().size()
                + " published images were looked into, made by the engine and taken over: dpkg --audit and apt-get"
                + " check found no fault, every package has its fixed version, and their package databases are the"
                + " same.");
        return new BenchResult.Row(
                "shared",
                outcome.seconds() / n,
                theirs / sample,
                "the same loop on " + sample + " of such images; ours: " + n + " images due at once, "
                        + String.format(Locale.ROOT, "%.1f s in all", outcome.seconds()));
    }

    /** Images that have other packages to raise each, with one worker and then with two. */
    List<BenchResult.Row> distinct() {
        List<List<PackageUpgrade>> sets = IntStream.range(0, DISTINCT)
                .mapToObj(i ->
                        found.packages().subList(0, Math.max(1, found.packages().size() - i)))
                .toList();
        String loop = "the same loop on " + DISTINCT + " images with other packages to raise each; ours with ";
        services.patchWith(1);
        warmUp("again1");
        double one = distinct("one", sets);
        double theirs = 0;
        List<PinnedImage> looped = images.push("distinct-loop", DISTINCT);
        for (int i = 0; i < DISTINCT; i++) {
            theirs += tool.loop("distinct" + i, List.of(looped.get(i)), sets.get(i));
        }
        services.patchWith(2);
        warmUp("again2");
        double two = distinct("two", sets);
        List<BenchResult.Row> rows = new ArrayList<>(List.of(
                new BenchResult.Row("distinct", one / DISTINCT, theirs / DISTINCT, loop + "one worker"),
                new BenchResult.Row("workers-2", two / DISTINCT, theirs / DISTINCT, loop + "two workers")));
        if (tool instanceof BareCopa copa) {
            remark.accept(DISTINCT + " images in Copa's bulk mode …");
            rows.add(new BenchResult.Row(
                    "bulk",
                    two / DISTINCT,
                    copa.bulk("distinct", images.push("bulk", DISTINCT)) / DISTINCT,
                    "copa patch --config on " + DISTINCT + " images, as many at once as there are processors, which"
                            + " raises whatever there is; ours as in the row before"));
        }
        return rows;
    }

    private void warmUp(String name) {
        PatchedImages.Outcome outcome = service.patch(name, images.push(name, 1), found, alone(name, 1));
        checks.all(outcome.patched(), found.packages());
    }

    private double distinct(String round, List<List<PackageUpgrade>> sets) {
        remark.accept(DISTINCT + " images with other packages each …");
        List<UnaryOperator<PlatformFindings>> each = IntStream.range(0, DISTINCT)
                .mapToObj(i -> PatchedImages.alone("distinct-" + round + i, sets.get(i)))
                .toList();
        List<PinnedImage> pushed = images.push("distinct-" + round, DISTINCT);
        PatchedImages.Outcome outcome = service.patch("distinct-" + round, pushed, found, each);
        if (outcome.grafted() > 0) {
            throw new CliException("Images that share nothing took layers over. Nothing was measured.");
        }
        for (Patched one : outcome.patched()) {
            // By what was asked for: what the service says it raised is not to be believed here.
            checks.all(List.of(one), sets.get(pushed.indexOf(one.source())));
        }
        findings.add(String.format(
                Locale.ROOT,
                "Images with other packages each, round %s: %.2f s patching and staging each, %.2f s publishing.",
                round,
                mean(outcome.patched(), "patch"),
                mean(outcome.patched(), "promote")));
        return outcome.seconds();
    }

    private List<UnaryOperator<PlatformFindings>> alone(String name, int images) {
        return Collections.nCopies(images, PatchedImages.alone(name, found.packages()));
    }
}
