package dev.cssc.scan.inventory;

import dev.cssc.common.capacity.Turns;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.scan.engine.InventoryMatcher;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.PackageSources;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;
import dev.cssc.scan.foundation.Foundation;
import dev.cssc.scan.foundation.Foundations;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;

/**
 * Looks at nothing twice (invariant 8). A manifest that equal knowledge judged before is answered from memory; one whose packages are
 * known is matched without the image; so is one whose packages are read from the very layers of another that was looked at. Only else
 * the engine scans, and what it finds is remembered before the job that asked ends. Of several that ask for one manifest at once in this
 * process one looks, and the others are given its answer; of several on one foundation one looks first. Where only a look can tell what an
 * engine knows, one that began after an image was asked for is an answer too.
 */
public final class RememberingScanEngine implements ScanEngine {

    private final ScanEngine engine;
    private final OutcomeMemory memory;
    private final Turns turns;
    private final Foundations foundations;
    private final Clock clock;
    private final ConcurrentMap<Digest, Look> underWay = new ConcurrentHashMap<>();
    private final RecentLooks recent = new RecentLooks();
    private final ConcurrentMap<Foundation, CompletableFuture<Boolean>> firstLooks = new ConcurrentHashMap<>();

    /**
     * @param turns in which the engine looks at images; what is remembered is remembered beside that
     * @param clock that of those who ask, to tell whether a look began after an image was asked for
     */
    public RememberingScanEngine(
            ScanEngine engine, OutcomeMemory memory, Foundations foundations, Turns turns, Clock clock) {
        this.engine = engine;
        this.memory = memory;
        this.foundations = foundations;
        this.turns = turns;
        this.clock = clock;
    }

    /** Somebody's look at a manifest, in that repository. */
    private record Look(Repository repository, CompletableFuture<ScanOutcome> outcome) {}

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public void close() {
        engine.close();
    }

    @Override
    public Optional<String> missing() {
        return engine.missing();
    }

    @Override
    public Optional<Scanner> knowledge() {
        return engine.knowledge();
    }

    @Override
    public String options() {
        return engine.options();
    }

    @Override
    public Optional<InventoryMatcher> matcher() {
        return engine.matcher();
    }

    @Override
    public Optional<PackageSources> sources() {
        return engine.sources();
    }

    @Override
    public ScanOutcome scan(ScanRequest request) {
        Look mine = new Look(request.repository(), new CompletableFuture<>());
        Look other = underWay.putIfAbsent(request.manifest(), mine);
        if (other == null) {
            return look(request, mine);
        }
        try {
            return answer(other.outcome(), request);
        } catch (CompletionException e) {
            if (e.getCause() instanceof FailureException failed && concerns(request, other, failed.failure())) {
                throw failed.failure().toException(e);
            }
            // What the other met was its own: its repository's credentials, or its job's end.
            return scan(request);
        }
    }

    private static boolean concerns(ScanRequest request, Look other, Failure met) {
        return other.repository().equals(request.repository()) && met.reason() != ReasonCode.SHUTTING_DOWN;
    }

    private ScanOutcome look(ScanRequest request, Look mine) {
        try {
            ScanOutcome outcome = recallOrScan(request);
            mine.outcome().complete(outcome);
            return outcome;
        } catch (RuntimeException | Error e) {
            mine.outcome().completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(request.manifest(), mine);
        }
    }

    private ScanOutcome recallOrScan(ScanRequest request) {
        Optional<Knowledge> knowledge = engine.knowledge().map(scanner -> new Knowledge(scanner, engine.options()));
        if (knowledge.isEmpty()) {
            return recent.since(request.asked(), request.manifest()).orElseGet(() -> scanForAll(request));
        }
        return knowledge
                .flatMap(known -> outcome(memory.recall(request.manifest(), known)))
                .or(() -> knowledge.flatMap(known -> engine.sources()
                        .flatMap(sources -> foundations.of(request, sources))
                        .map(foundation -> inheritOrScan(request, foundation, known))))
                .orElseGet(() -> scanAnew(request, Optional.empty()));
    }

    private Optional<ScanOutcome> outcome(Remembered known) {
        return switch (known) {
            case Remembered.Judged(var outcome) -> Optional.of(outcome);
            case Remembered.Packages packages -> engine.matcher().flatMap(matcher -> match(matcher, packages));
            case Remembered.Nothing() -> Optional.empty();
        };
    }

    private ScanOutcome inheritOrScan(ScanRequest request, Foundation foundation, Knowledge knowledge) {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> first = firstLooks.putIfAbsent(foundation, mine);
        if (first != null) {
            answer(first, request);
        }
        try {
            return outcome(memory.inherit(request.manifest(), foundation, knowledge))
                    .orElseGet(() -> scanAnew(request, Optional.of(foundation)));
        } finally {
            if (first == null) {
                firstLooks.remove(foundation, mine);
                mine.complete(true);
            }
        }
    }

    private static <T> T answer(CompletableFuture<T> other, ScanRequest request) throws CompletionException {
        try {
            return other.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(ReasonCode.SHUTTING_DOWN, "scanning " + request.reference() + ": interrupted")
                    .toException();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    /** Empty where packages alone do not tell, so that the image has to be looked at. */
    private Optional<ScanOutcome> match(InventoryMatcher matcher, Remembered.Packages packages) {
        try {
            ScanOutcome.Scanned scan = matcher.match(packages.inventory());
            memory.keep(packages.set(), scan, engine.options());
            return Optional.of(scan);
        } catch (FailureException e) {
            if (e.failure().reason() == ReasonCode.SCAN_INCONCLUSIVE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private ScanOutcome scanForAll(ScanRequest request) {
        Instant began = clock.instant(); // before the wait for a turn, so rather too early
        ScanOutcome outcome = scanAnew(request, Optional.empty());
        recent.add(request.manifest(), began, outcome);
        return outcome;
    }

    private ScanOutcome scanAnew(ScanRequest request, Optional<Foundation> foundation) {
        ScanOutcome outcome = turns.inTurn("scanning " + request.reference(), () -> engine.scan(request));
        memory.keep(request, foundation, outcome, engine.options());
        return outcome;
    }
}
