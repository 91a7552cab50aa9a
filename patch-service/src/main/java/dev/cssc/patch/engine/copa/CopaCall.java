package dev.cssc.patch.engine.copa;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.Command;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.registry.ChildTool;
import dev.cssc.common.registry.DockerConfigDirectories;
import dev.cssc.common.registry.DockerConfigDirectory;
import dev.cssc.common.registry.RepositoryAccess;
import dev.cssc.patch.engine.PatchRequest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One call of {@code copa patch}: how it is told what to do, and what it gets to see. */
final class CopaCall {
    /** Most bytes of its output; a call that says more is ended. */
    static final int MOST_TEXT = 4 * 1024 * 1024;

    private final ProcessRunner processes;
    private final DockerConfigDirectories credentials;
    private final CopaConfig config;
    private final FreshRepositories fresh;
    private final Duration overtime;

    /**
     * @param overtime how much longer than its own limit a call may live before it is ended from outside
     */
    CopaCall(ProcessRunner processes, DockerConfigDirectories credentials, CopaConfig config, Duration overtime) {
        this.processes = processes;
        this.credentials = credentials;
        this.config = config;
        this.fresh = new FreshRepositories(processes, config.buildctl());
        this.overtime = overtime;
    }

    /**
     * Runs it to its end.
     *
     * @param left the time that is left
     */
    Ended run(PatchRequest request, BuildKit buildKit, Duration left) {
        // Copa takes 0 for "no time" and negative values for nonsense; a second lets it say itself that it is too late.
        Duration limit = left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
        Set<RepositoryAccess> accesses =
                Set.of(RepositoryAccess.pull(request.source().repository()), RepositoryAccess.push(request.staging()));
        try (DockerConfigDirectory docker =
                credentials.create(accesses, ChildTool.TAKES_REGISTRY_TOKEN, limit.plus(overtime))) {
            Path home = Files.createTempDirectory(request.directory(), "home-");
            Path temporary = Files.createTempDirectory(request.directory(), "tmp-");
            Path report = Files.write(home.resolve("packages.json"), NativeReport.of(request));
            fresh.before(request, buildKit, home);
            return processes.run(new Command(
                    argv(request, buildKit, report, limit),
                    environment(docker.path(), home, temporary),
                    request.directory(),
                    limit.plus(overtime),
                    MOST_TEXT));
        } catch (IOException e) {
            throw Failure.of(
                            ReasonCode.DISK_FULL,
                            "preparing Copa's directories for " + request.subject() + ": " + e.getMessage())
                    .toException(e);
        }
    }

    private List<String> argv(PatchRequest request, BuildKit buildKit, Path report, Duration limit) {
        List<String> argv = new ArrayList<>(List.of(
                config.program(),
                "patch",
                // The digest is what counts; Copa wants a tag beside it to derive names from.
                "--image=" + request.source().repository() + ":"
                        + request.source().tag() + "@" + request.manifest(),
                // A file, not a directory: with a directory Copa would go for several platforms and push an index.
                "--report=" + report,
                "--scanner=native",
                "--tag=" + request.staging() + ":" + request.temporary(),
                "--push",
                "--timeout=" + limit.toSeconds() + "s",
                // Plain: the package manager's output is what failures are recognised by.
                "--progress=plain"));
        argv.addAll(buildKit.optionsOfCopa());
        return argv;
    }

    private Map<String, String> environment(Path dockerConfig, Path home, Path temporary) {
        Map<String, String> environment = new HashMap<>(config.environment());
        environment.put("DOCKER_CONFIG", dockerConfig.toString());
        environment.put("HOME", home.toString());
        environment.put("TMPDIR", temporary.toString());
        // Unset it would mean /var/run/docker.sock, and an image of Docker's would win over the registry's of that
        // name.
        environment.put("DOCKER_HOST", "unix://" + home.resolve("no-docker.sock"));
        return environment;
    }
}
