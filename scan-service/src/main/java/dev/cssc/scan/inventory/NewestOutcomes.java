package dev.cssc.scan.inventory;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.ImageStore.Reading;
import dev.cssc.scan.inventory.JudgementStore.Judgement;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the newest judgement says of images, whoever's it is. Every method works within the caller's transaction. */
@ApplicationScoped
public class NewestOutcomes {

    private final ImageStore images;
    private final PackageSetStore sets;
    private final JudgementStore judgements;

    NewestOutcomes(ImageStore images, PackageSetStore sets, JudgementStore judgements) {
        this.images = images;
        this.sets = sets;
        this.judgements = judgements;
    }

    /** One platform of an image; without an outcome where nobody judged it. */
    public record OfPlatform(Platform platform, Optional<ScanOutcome> outcome) {}

    /**
     * The outcomes of all platforms of those of the images that are known, in the order of their indexes.
     *
     * @param knowledge whose engine's readings of the manifests count, and who is named as judge
     */
    public Uni<Map<Digest, List<OfPlatform>>> of(Tx tx, Collection<Digest> digests, Knowledge knowledge) {
        return images.platforms(tx, digests).flatMap(platforms -> {
            List<Digest> manifests = platforms.values().stream()
                    .flatMap(List::stream)
                    .map(PlatformManifest::manifest)
                    .distinct()
                    .toList();
            return images.readings(tx, knowledge.scanner().name(), manifests)
                    .flatMap(readings -> outcomes(tx, readings, knowledge))
                    .map(outcomes ->
                            together(platforms, outcomes, knowledge.scanner().name()));
        });
    }

    private Uni<Map<Digest, ScanOutcome>> outcomes(Tx tx, Map<Digest, Reading> readings, Knowledge knowledge) {
        List<Long> numbers = readings.values().stream()
                .filter(Reading.Packages.class::isInstance)
                .map(reading -> ((Reading.Packages) reading).set())
                .distinct()
                .toList();
        return sets.read(tx, numbers)
                .flatMap(inventories -> judgements.readNewest(tx, numbers).map(judged -> {
                    Map<Digest, ScanOutcome> outcomes = new HashMap<>();
                    readings.forEach((manifest, reading) -> outcome(reading, inventories, judged, knowledge)
                            .ifPresent(outcome -> outcomes.put(manifest, outcome)));
                    return outcomes;
                }));
    }

    private static Optional<ScanOutcome> outcome(
            Reading reading, Map<Long, Inventory> inventories, Map<Long, Judgement> judged, Knowledge knowledge) {
        return switch (reading) {
            case Reading.NotUnderstood(var version, var why) ->
                Optional.of(new ScanOutcome.NotUnderstood(why, knowledge.scanner()));
            case Reading.Packages(var version, var set) ->
                Optional.ofNullable(judged.get(set))
                        .flatMap(judgement -> Optional.ofNullable(inventories.get(set))
                                .map(inventory -> Memory.scanned(inventory, judgement, knowledge)));
        };
    }

    private static Map<Digest, List<OfPlatform>> together(
            Map<Digest, List<PlatformManifest>> platforms, Map<Digest, ScanOutcome> outcomes, String engine) {
        Map<Digest, List<OfPlatform>> together = new HashMap<>();
        platforms.forEach((digest, children) -> together.put(
                digest,
                children.stream()
                        .map(child -> new OfPlatform(
                                child.platform(),
                                ScanOutcome.NotUnderstood.unseen(child.platform(), engine)
                                        .or(() -> Optional.ofNullable(outcomes.get(child.manifest())))))
                        .toList()));
        return together;
    }
}
