package dev.cssc.patch.engine.copa;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.Command;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.patch.engine.PatchRequest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sees to it that an image's package manager reads its repositories anew. Copa's steps for apt, apk and pacman are never answered from
 * BuildKit's cache; those for RPM packages are (pkg/pkgmgr/rpm.go knows no {@code IgnoreCache}), so that the same image with the same list
 * would for ever be given what its repositories held the first time. There is no option against it, so the results of earlier steps are
 * removed first. Pulled images stay, and so does what other jobs use at this moment.
 */
final class FreshRepositories {
    /** Whose steps Copa marks as not to be cached (0.14: apk.go, dpkg.go, pacman.go). */
    private static final Set<String> NEVER_CACHED = Set.of("debian", "ubuntu", "alpine", "arch");

    /**
     * Everything but images, which BuildKit describes as "pulled from …" (buildctl prune, filters of containerd). The package managers' steps
     * alone would not go: a record stays while there is one that was made from it, such as the difference between two of them.
     */
    private static final String RESULTS = "type==regular,description~=\"^[^p]\"";

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MOST_TEXT = 1024 * 1024;

    private final ProcessRunner processes;
    private final String buildctl;

    FreshRepositories(ProcessRunner processes, String buildctl) {
        this.processes = processes;
        this.buildctl = buildctl;
    }

    /**
     * To be called before each call of Copa.
     *
     * @throws dev.cssc.common.failure.FailureException {@code ENGINE_UNAVAILABLE} where that cannot be done: no patch is better than one
     *     from old package lists
     */
    void before(PatchRequest request, BuildKit buildKit, Path home) {
        if (NEVER_CACHED.contains(request.os().family())) {
            return;
        }
        String doing = "clearing what " + buildKit.address() + " keeps of RPM repositories, before patching "
                + request.subject() + ", by " + buildctl + " prune";
        List<String> argv = new ArrayList<>();
        argv.add(buildctl);
        argv.addAll(buildKit.optionsOfBuildctl());
        argv.addAll(List.of("prune", "--filter", RESULTS));
        Ended ended = processes.run(
                new Command(argv, Map.of("HOME", home.toString()), request.directory(), LIMIT, MOST_TEXT));
        if (ended.exitCode(doing) != 0) {
            throw Failure.of(
                            ReasonCode.ENGINE_UNAVAILABLE,
                            doing + ": " + ended.stderrTail(500).strip())
                    .toException();
        }
    }
}
