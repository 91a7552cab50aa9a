package dev.cssc.patch.engine.copa;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.process.Command;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.Executables;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.registry.ChildTool;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.DockerConfigDirectories;
import dev.cssc.common.registry.DockerConfigDirectory;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RepositoryAccess;
import dev.cssc.patch.PatchConfig;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Patches with Copa and BuildKit: one call for one platform's digest, fed with exactly our package list, pushed to the staging repository.
 * Whether there is a result the registry says, never the exit code: 0 also means that there was nothing to do.
 */
public final class CopaEngine implements PatchEngine {
    private static final int MOST_TEXT = 4 * 1024 * 1024;

    /** How much longer than Copa's own limit it may live before it is ended from outside. */
    private static final Duration OVERTIME = Duration.ofSeconds(30);

    private final ProcessRunner processes;
    private final RegistryClient registry;
    private final DockerConfigDirectories credentials;
    private final PatchConfig.Copa config;
    private final Duration timeout;
    private final Duration overtime;

    public CopaEngine(
            ProcessRunner processes,
            RegistryClient registry,
            DockerConfigDirectories credentials,
            PatchConfig.Copa config,
            Duration timeout) {
        this(processes, registry, credentials, config, timeout, OVERTIME);
    }

    CopaEngine(
            ProcessRunner processes,
            RegistryClient registry,
            DockerConfigDirectories credentials,
            PatchConfig.Copa config,
            Duration timeout,
            Duration overtime) {
        this.processes = processes;
        this.registry = registry;
        this.credentials = credentials;
        this.config = config;
        this.timeout = timeout;
        this.overtime = overtime;
    }

    @Override
    public String name() {
        return "copa";
    }

    @Override
    public Optional<String> unready() {
        return Executables.find(config.program()).isPresent()
                ? Optional.empty()
                : Optional.of(config.program() + " is not installed, or set cssc.patch.copa.program to where it is");
    }

    @Override
    public PatchedLayers patch(PatchRequest request) {
        List<PackageUpgrade> wanted = new ArrayList<>(request.packages());
        List<PackageUpgrade> unavailable = new ArrayList<>();
        String doing = "patching " + request.subject() + " with Copa";
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!wanted.isEmpty()) {
            Ended ended = run(request.withPackages(wanted), Duration.ofNanos(deadline - System.nanoTime()));
            int code = ended.exitCode(doing);
            String said = ended.stderrTail(MOST_TEXT);
            if (CopaFailures.nothingToDo(said)) {
                throw Failure.of(ReasonCode.NO_IMPROVEMENT, doing + ": Copa found nothing to raise")
                        .toException();
            }
            if (code == 0) {
                return new PatchedLayers(staged(request, doing), wanted, unavailable);
            }
            Set<String> names = CopaFailures.unavailable(said);
            List<PackageUpgrade> missing =
                    wanted.stream().filter(p -> names.contains(p.name())).toList();
            if (missing.isEmpty()) {
                throw CopaFailures.classify(doing, said).toException();
            }
            // One fix that is not in the repositories yet must not keep the others out (Copa validates all or nothing).
            unavailable.addAll(missing);
            wanted.removeAll(missing);
        }
        throw Failure.of(
                        ReasonCode.FIXED_VERSION_UNAVAILABLE,
                        doing + ": the repositories do not hold the fixed version of "
                                + unavailable.stream().map(PackageUpgrade::name).toList())
                .toException();
    }

    private Ended run(PatchRequest request, Duration left) {
        // Copa takes 0 for "no time" and negative values for nonsense; a second lets it say itself that it is too late.
        Duration limit = left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
        Set<RepositoryAccess> accesses =
                Set.of(RepositoryAccess.pull(request.source().repository()), RepositoryAccess.push(request.staging()));
        try (DockerConfigDirectory docker =
                credentials.create(accesses, ChildTool.TAKES_REGISTRY_TOKEN, limit.plus(overtime))) {
            Path home = Files.createTempDirectory(request.directory(), "home-");
            Path temporary = Files.createTempDirectory(request.directory(), "tmp-");
            Path report = Files.write(home.resolve("packages.json"), NativeReport.of(request));
            return processes.run(new Command(
                    argv(request, report, limit),
                    Map.of(
                            "DOCKER_CONFIG", docker.path().toString(),
                            "HOME", home.toString(),
                            "TMPDIR", temporary.toString()),
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

    private List<String> argv(PatchRequest request, Path report, Duration limit) {
        List<String> argv = new ArrayList<>(List.of(
                config.program(),
                "patch",
                // The digest is what counts; Copa wants a tag beside it to derive names from.
                "--image=" + request.source().repository() + ":"
                        + request.source().tag() + "@" + request.manifest(),
                "--report=" + report,
                "--scanner=native",
                "--tag=" + request.staging() + ":" + request.temporary(),
                "--push",
                "--addr=" + config.address(),
                "--timeout=" + limit.toSeconds() + "s",
                // Plain: the package manager's output is what failures are recognised by.
                "--progress=plain"));
        config.caCertificate().ifPresent(path -> argv.add("--cacert=" + path));
        config.certificate().ifPresent(path -> argv.add("--cert=" + path));
        config.key().ifPresent(path -> argv.add("--key=" + path));
        return argv;
    }

    private Digest staged(PatchRequest request, String doing) {
        return registry.head(ImageReference.of(request.staging(), request.temporary()))
                .map(Descriptor::digest)
                .orElseThrow(() -> Failure.of(
                                ReasonCode.ENGINE_FAILED,
                                doing + ": Copa reports success, but " + request.staging() + ":" + request.temporary()
                                        + " is not there")
                        .toException());
    }
}
