package dev.cssc.scan.job;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.database.EngineDatabase;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.ImageStore;
import dev.cssc.scan.inventory.Memory;
import dev.cssc.scan.inventory.PlatformManifest;
import dev.cssc.scan.inventory.Remembered;
import dev.cssc.scan.verdict.Counting;
import dev.cssc.scan.verdict.ImageVerdict;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verdicts that need neither registry nor engine, since every platform of the image was judged by what is known now. */
@ApplicationScoped
public class RememberedVerdicts {
    private static final Logger LOG = Logger.getLogger(RememberedVerdicts.class);

    private final ScanEngine engine;
    private final ImageStore images;
    private final Memory memory;
    private final Clock clock;
    private final SupportCalendar calendar;
    private final EngineDatabase database;

    RememberedVerdicts(
            ScanEngine engine,
            ImageStore images,
            Memory memory,
            Clock clock,
            SupportCalendar calendar,
            EngineDatabase database) {
        this.engine = engine;
        this.images = images;
        this.memory = memory;
        this.clock = clock;
        this.calendar = calendar;
        this.database = database;
    }

    /** What is known now, and what is to be said of verdicts by it. */
    private record Known(Knowledge knowledge, Optional<String> remark) {}

    /**
     * The verdicts on the candidates of those of the due images that are known in full, each by its own criteria. A digest counts as known
     * only in the repository where it was seen: elsewhere the registry has to say whether it is there at all.
     */
    public Uni<Map<ImageDue, ImageVerdict>> of(Tx tx, List<ImageDue> due) {
        return due.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : images.whereSeen(
                                tx,
                                due.stream()
                                        .map(image -> image.candidate().digest())
                                        .toList())
                        .flatMap(seen -> ofSeen(
                                tx,
                                due.stream()
                                        .filter(image ->
                                                seen.contains(image.candidate().repository() + "@"
                                                        + image.candidate().digest()))
                                        .toList()));
    }

    private Uni<Map<ImageDue, ImageVerdict>> ofSeen(Tx tx, List<ImageDue> due) {
        if (due.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<Digest> candidates =
                due.stream().map(image -> image.candidate().digest()).toList();
        return knowledge()
                .flatMap(known -> known.isEmpty()
                        ? Uni.createFrom().item(Map.of())
                        : images.platforms(tx, candidates)
                                .flatMap(platforms -> memory.recall(
                                                tx,
                                                manifests(platforms),
                                                known.get().knowledge())
                                        .map(remembered -> verdicts(
                                                due,
                                                platforms,
                                                remembered,
                                                known.get().remark()))));
    }

    /** What is known now. It is asked for on a thread that may block, and its failure is an answer: then nothing is remembered. */
    private Uni<Optional<Known>> knowledge() {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .item(this::ask)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(task -> context.runOnContext(ignored -> task.run()));
    }

    private Optional<Known> ask() {
        try {
            Optional<Scanner> scanner = engine.knowledge();
            return scanner.map(known -> new Known(new Knowledge(known, engine.options()), database.remark()));
        } catch (RuntimeException e) {
            LOG.debugf("nothing can be answered from memory: %s", e.toString());
            return Optional.empty();
        }
    }

    private static List<Digest> manifests(Map<Digest, List<PlatformManifest>> platforms) {
        return platforms.values().stream()
                .flatMap(List::stream)
                .map(PlatformManifest::manifest)
                .distinct()
                .toList();
    }

    private Map<ImageDue, ImageVerdict> verdicts(
            List<ImageDue> due,
            Map<Digest, List<PlatformManifest>> platforms,
            Map<Digest, Remembered> remembered,
            Optional<String> remark) {
        Map<ImageDue, ImageVerdict> verdicts = new HashMap<>();
        for (ImageDue image : due) {
            Counting counting = Counting.today(image.criteria(), clock, calendar);
            List<PlatformManifest> there =
                    platforms.getOrDefault(image.candidate().digest(), List.of());
            outcomes(there, counting.criteria(), remembered)
                    .ifPresent(outcomes -> verdicts.put(
                            image, ImageVerdict.of(outcomes, counting).saying(remark)));
        }
        return verdicts;
    }

    /** The outcomes of all platforms that the criteria want; empty where one is not known, or there is none. */
    private Optional<List<ScanOutcome>> outcomes(
            List<PlatformManifest> platforms, Criteria criteria, Map<Digest, Remembered> remembered) {
        List<ScanOutcome> outcomes = new ArrayList<>();
        for (PlatformManifest image : platforms) {
            if (!criteria.judges(image.platform())) {
                continue;
            }
            Optional<ScanOutcome> unseen = ScanOutcome.NotUnderstood.unseen(image.platform(), engine.name());
            if (unseen.isPresent()) {
                outcomes.add(unseen.get());
            } else if (remembered.get(image.manifest()) instanceof Remembered.Judged(var outcome)) {
                outcomes.add(outcome);
            } else {
                return Optional.empty();
            }
        }
        return outcomes.isEmpty() ? Optional.empty() : Optional.of(outcomes);
    }
}
