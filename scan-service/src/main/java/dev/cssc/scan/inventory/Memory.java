package dev.cssc.scan.inventory;

import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.foundation.Foundation;
import dev.cssc.scan.foundation.FoundationStore;
import dev.cssc.scan.inventory.ImageStore.Reading;
import dev.cssc.scan.inventory.JudgementStore.Judgement;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is known of manifests by their digests, from all that was scanned before. Every method works within the caller's transaction. */
@ApplicationScoped
public class Memory {

    private final ImageStore images;
    private final PackageSetStore sets;
    private final KnowledgeStore knowledges;
    private final JudgementStore judgements;
    private final FoundationStore foundations;

    Memory(
            ImageStore images,
            PackageSetStore sets,
            KnowledgeStore knowledges,
            JudgementStore judgements,
            FoundationStore foundations) {
        this.images = images;
        this.sets = sets;
        this.knowledges = knowledges;
        this.judgements = judgements;
        this.foundations = foundations;
    }

    /** How far each of the manifests is known, judged by that knowledge. */
    public Uni<Map<Digest, Remembered>> recall(Tx tx, Collection<Digest> manifests, Knowledge knowledge) {
        return images.readings(tx, knowledge.scanner().name(), manifests).flatMap(readings -> {
            List<Long> numbers = readings.values().stream()
                    .filter(Reading.Packages.class::isInstance)
                    .map(reading -> ((Reading.Packages) reading).set())
                    .distinct()
                    .toList();
            return sets.read(tx, numbers)
                    .flatMap(inventories -> judgements
                            .read(tx, knowledge, numbers)
                            .map(judged -> manifests.stream()
                                    .distinct()
                                    .collect(Collectors.toMap(
                                            manifest -> manifest,
                                            manifest -> remembered(
                                                    Optional.ofNullable(readings.get(manifest)),
                                                    inventories,
                                                    judged,
                                                    knowledge)))));
        });
    }

    private static Remembered remembered(
            Optional<Reading> reading,
            Map<Long, Inventory> inventories,
            Map<Long, Judgement> judged,
            Knowledge knowledge) {
        if (reading.isEmpty()) {
            return new Remembered.Nothing();
        }
        return switch (reading.get()) {
            case Reading.NotUnderstood(var version, var why) ->
                // Another version may understand more, and so may another database.
                version.equals(ImageStore.knowledge(knowledge.scanner()))
                        ? new Remembered.Judged(new ScanOutcome.NotUnderstood(why, knowledge.scanner()))
                        : new Remembered.Nothing();
            case Reading.Packages(var version, var set) -> {
                Inventory inventory = inventories.get(set);
                if (inventory == null) {
                    yield new Remembered.Nothing();
                }
                yield Optional.ofNullable(judged.get(set))
                        .<Remembered>map(judgement -> new Remembered.Judged(scanned(inventory, judgement, knowledge)))
                        .orElseGet(() -> new Remembered.Packages(set, inventory));
            }
        };
    }

    /** The judgement as the scan that led to it; whether the release is at its end is the judgement's to say. */
    static ScanOutcome.Scanned scanned(Inventory inventory, Judgement judgement, Knowledge knowledge) {
        return judgement
                .findings()
                .in(new Inventory(inventory.os(), judgement.endOfLife(), inventory.packages()), knowledge);
    }

    /** The same of a manifest that nobody looked at, by the packages of another one on that foundation: they are its own from now on. */
    public Uni<Remembered> inherit(Tx tx, Digest manifest, Foundation foundation, Knowledge knowledge) {
        return foundations
                .set(tx, foundation, knowledge.scanner())
                .flatMap(known -> known.map(set -> images.keepPackages(tx, manifest, knowledge.scanner(), set)
                                .chain(() -> recall(tx, List.of(manifest), knowledge))
                                .map(all -> all.getOrDefault(manifest, new Remembered.Nothing())))
                        .orElseGet(() -> Uni.createFrom().item(new Remembered.Nothing())));
    }

    /** Remembers what was found in the manifest. */
    public Uni<Void> keep(Tx tx, Digest manifest, ScanOutcome outcome, String options) {
        return keep(tx, manifest, Optional.empty(), outcome, options);
    }

    /** Remembers what was found in the manifest, and on its foundation, where that is known and tells all. */
    public Uni<Void> keep(
            Tx tx, Digest manifest, Optional<Foundation> foundation, ScanOutcome outcome, String options) {
        return switch (outcome) {
            case ScanOutcome.NotUnderstood(var why, var scanner) ->
                images.keepNotUnderstood(tx, manifest, scanner, why);
            case ScanOutcome.Scanned scan ->
                sets.keep(tx, List.of(scan.inventory()))
                        .map(numbers -> numbers.get(scan.inventory().digest()))
                        .flatMap(set -> images.keepPackages(tx, manifest, scan.scanner(), set)
                                .chain(() -> keep(tx, foundation, scan, set))
                                .chain(() -> keep(tx, Map.of(set, scan), new Knowledge(scan.scanner(), options))));
        };
    }

    private Uni<Void> keep(Tx tx, Optional<Foundation> foundation, ScanOutcome.Scanned scan, long set) {
        return foundation
                .filter(f -> f.sources().tellAll(scan.inventory().os().family()))
                .map(f -> foundations.keep(tx, f, scan.scanner(), set))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Remembers what that knowledge found in package sets, by their numbers. */
    public Uni<Void> keep(Tx tx, Map<Long, ScanOutcome.Scanned> scans, Knowledge knowledge) {
        return judgements.judged(tx, knowledge, scans.keySet()).flatMap(judged -> {
            Map<Long, ScanOutcome.Scanned> unjudged = new HashMap<>(scans);
            unjudged.keySet().removeAll(judged);
            return unjudged.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : knowledges.number(tx, knowledge).flatMap(number -> judgements.keep(tx, number, unjudged));
        });
    }
}
