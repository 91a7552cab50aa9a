package dev.cssc.scan.job;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.joblog.JobLog;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;
import dev.cssc.scan.inventory.PlatformManifest;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Scans images, each platform in a working directory of its own. */
@ApplicationScoped
public class Scans {

    private final ScanEngine engine;
    private final Images images;
    private final WorkDirectories directories;
    private final Clock clock;

    Scans(ScanEngine engine, Images images, WorkDirectories directories, Clock clock) {
        this.engine = engine;
        this.images = images;
        this.directories = directories;
        this.clock = clock;
    }

    /** One platform's image and what its scan found. */
    public record Result(PlatformManifest image, ScanOutcome outcome) {}

    /**
     * Scans every platform of the image that the criteria want judged.
     *
     * @param asked when somebody asked for it
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#PLATFORM_NOT_WANTED} where there is none
     */
    public List<Result> all(Repository repository, Digest digest, Criteria criteria, Instant asked) {
        List<PlatformManifest> there = images.platforms(repository, digest);
        List<PlatformManifest> wanted = there.stream()
                .filter(image -> criteria.judges(image.platform()))
                .toList();
        if (wanted.isEmpty()) {
            throw Failure.of(
                            ReasonCode.PLATFORM_NOT_WANTED,
                            "judging " + repository + "@" + digest + ": it is for "
                                    + names(there.stream().map(PlatformManifest::platform))
                                    + ", the policy wants " + names(criteria.platforms().stream()))
                    .toException();
        }
        List<Result> results = new ArrayList<>();
        for (PlatformManifest image : wanted) {
            results.add(new Result(image, one(repository, image, asked)));
        }
        return results;
    }

    private static String names(Stream<Platform> platforms) {
        return platforms.map(Platform::toString).distinct().collect(Collectors.joining(", "));
    }

    /** Scans one platform's image, asked for now. */
    public ScanOutcome one(Repository repository, PlatformManifest image) {
        return one(repository, image, clock.instant());
    }

    private ScanOutcome one(Repository repository, PlatformManifest image, Instant asked) {
        return ScanOutcome.NotUnderstood.unseen(image.platform(), engine.name())
                .orElseGet(() -> look(repository, image, asked));
    }

    private ScanOutcome look(Repository repository, PlatformManifest image, Instant asked) {
        try (WorkDirectories.Held directory = directories.create()) {
            ScanRequest request =
                    new ScanRequest(repository, image.manifest(), image.platform(), directory.path(), asked);
            return JobLog.current()
                    .step("scanning " + image.platform() + " with " + engine.name(), () -> engine.scan(request));
        } catch (FailureException e) {
            throw e.failure().reason() == ReasonCode.REGISTRY_RATE_LIMITED
                            && e.failure().retry() instanceof Retry.Backoff
                    ? images.rateLimit(repository, image.manifest()).orElse(e)
                    : e;
        }
    }

    /** By what those results were judged. */
    Knowledge knowledge(List<Result> results) {
        return new Knowledge(FindingsEvent.scanner(results), engine.options());
    }

    /** Who would judge now; empty where only a scan can tell. */
    Optional<Scanner> knowsNow() {
        return engine.knowledge();
    }

    /** Whether equal images are judged by equal knowledge, as long as that does not change. */
    boolean remembers() {
        return engine.knowledge().isPresent();
    }

    /** The engine's name. */
    public String engine() {
        return engine.name();
    }
}
