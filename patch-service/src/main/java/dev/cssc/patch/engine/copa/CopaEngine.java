package dev.cssc.patch.engine.copa;

import dev.cssc.common.buildah.RunnablePlatforms;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.joblog.JobLog;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.Executables;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.DockerConfigDirectories;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Patches with Copa and BuildKit: one call for one platform's digest, fed with exactly our package list, pushed to the staging repository.
 * Whether there is a result the registry says, never the exit code: 0 also means that there was nothing to do. What Copa does in the cases
 * that this class is careful about is in research/copa.md §0.
 */
public final class CopaEngine implements PatchEngine {
    private static final int MOST_TEXT = CopaCall.MOST_TEXT;

    /** How much longer than Copa's own limit it may live before it is ended from outside. */
    private static final Duration OVERTIME = Duration.ofSeconds(30);

    private final RegistryClient registry;
    private final ForeignPatch foreign;
    private final BuildKits buildKits;
    private final CopaCall call;
    private final String program;
    private final Duration timeout;

    /**
     * @throws IllegalStateException where the configuration names no usable address of a BuildKit; the service does not start
     */
    public CopaEngine(
            ProcessRunner processes,
            RegistryClient registry,
            DockerConfigDirectories credentials,
            CopaConfig config,
            Duration timeout) {
        this(processes, registry, credentials, config, timeout, OVERTIME);
    }

    CopaEngine(
            ProcessRunner processes,
            RegistryClient registry,
            DockerConfigDirectories credentials,
            CopaConfig config,
            Duration timeout,
            Duration overtime) {
        this.registry = registry;
        this.foreign = new ForeignPatch(registry);
        this.buildKits = BuildKits.of(config);
        this.call = new CopaCall(processes, credentials, config, overtime);
        this.program = config.program();
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "copa";
    }

    /**
     * Copa takes a report file for one of the platform that it runs on itself, and gives the result that platform's name, whatever BuildKit
     * emulates (research/copa.md §0, 5); a directory of reports leaves a tag for each architecture behind.
     */
    @Override
    public Optional<String> unrunnable(Platform platform) {
        return RunnablePlatforms.ofHost().whyNot(platform).isEmpty()
                ? Optional.empty()
                : Optional.of("Copa patches images of the platform it runs on, which is " + Platform.host()
                        + ", and not of " + platform);
    }

    @Override
    public List<Platform> platforms() {
        return RunnablePlatforms.ofHost().all();
    }

    @Override
    public Optional<String> unready() {
        return Executables.find(program).isPresent()
                ? buildKits.unreachable()
                : Optional.of(program + " is not installed, or set cssc.patch.copa.program to where it is");
    }

    @Override
    public PatchedLayers patch(PatchRequest request) {
        String doing = "patching " + request.subject() + " with Copa";
        refuseOtherPlatforms(request, doing);
        foreign.refuse(request);
        List<PackageUpgrade> wanted = new ArrayList<>(request.packages());
        List<PackageUpgrade> unavailable = new ArrayList<>();
        BuildKit buildKit = buildKits.of(request.source().repository());
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean unread = false;
        while (!wanted.isEmpty()) {
            Ended ended =
                    call.run(request.withPackages(wanted), buildKit, Duration.ofNanos(deadline - System.nanoTime()));
            String said = ended.stderrTail(MOST_TEXT);
            JobLog.current().line(CopaLog.of(said));
            int code = ended.exitCode(doing);
            unread |= CopaFailures.repositoriesUnread(said);
            if (code == 0 && !CopaFailures.nothingToDo(said)) {
                return new PatchedLayers(staged(request, doing), wanted, unavailable);
            }
            // Before "nothing to do": apt says so as well where it knows of no update that would reach the fixed
            // version.
            Set<String> names = CopaFailures.unavailable(said);
            List<PackageUpgrade> missing =
                    wanted.stream().filter(p -> names.contains(p.name())).toList();
            if (missing.isEmpty()) {
                throw failure(doing, said, unread, unavailable).toException();
            }
            // One fix that is not in the repositories yet must not keep the others out (Copa validates all or nothing).
            unavailable.addAll(missing);
            wanted.removeAll(missing);
        }
        throw noneAvailable(doing, unread, unavailable).toException();
    }

    private static Failure failure(String doing, String said, boolean unread, List<PackageUpgrade> unavailable) {
        if (!CopaFailures.nothingToDo(said)) {
            return CopaFailures.classify(doing, said);
        }
        return unread || !unavailable.isEmpty()
                ? noneAvailable(doing, unread, unavailable)
                : Failure.of(ReasonCode.NO_IMPROVEMENT, doing + ": Copa found nothing to raise");
    }

    private void refuseOtherPlatforms(PatchRequest request, String doing) {
        Optional<String> why = unrunnable(request.platform());
        if (why.isPresent()) {
            throw Failure.of(ReasonCode.PLATFORM_NOT_RUNNABLE, doing + ": " + why.get())
                    .toException();
        }
    }

    /** Without its lists apt knows of no update, which is not the same as that there is none. */
    private static Failure noneAvailable(String doing, boolean unread, List<PackageUpgrade> unavailable) {
        return unread
                ? Failure.of(
                        ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                        doing + ": nothing was raised, and some of the image's package lists could not be read")
                : Failure.of(
                        ReasonCode.FIXED_VERSION_UNAVAILABLE,
                        doing + ": the repositories do not hold the fixed version of "
                                + unavailable.stream().map(PackageUpgrade::name).toList());
    }

    /** What Copa pushed, if it is one image and another one than the source: it also reports success where it pushed the source, or an index. */
    private Digest staged(PatchRequest request, String doing) {
        String there = doing + ": Copa reports success, but " + request.staging() + ":" + request.temporary();
        Descriptor pushed = registry.head(ImageReference.of(request.staging(), request.temporary()))
                .orElseThrow(() -> Failure.of(ReasonCode.ENGINE_FAILED, there + " is not there")
                        .toException());
        if (MediaType.isIndex(pushed.mediaType())) {
            throw Failure.of(ReasonCode.ENGINE_FAILED, there + " is an index in the place of one image")
                    .toException();
        }
        if (pushed.digest().equals(request.manifest())) {
            throw Failure.of(ReasonCode.NO_IMPROVEMENT, there + " is the image as it was")
                    .toException();
        }
        return pushed.digest();
    }
}
