package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What can be said about the stack when it is started. */
final class StackOptions {
    /** BuildKit's own default address, and the one its documentation uses for TCP. */
    private static final List<String> BUILDKIT = List.of("unix:///run/buildkit/buildkitd.sock", "tcp://127.0.0.1:1234");

    @Option(
            names = "--port",
            paramLabel = "PART=N",
            description =
                    "Another port for a part (postgres, kafka, registry, trigger, scan, patch); also by CSSC_PART_PORT.")
    private Map<String, String> ports = new LinkedHashMap<>();

    @Option(
            names = "--scan-engine",
            paramLabel = "ENGINE",
            description = "trivy or package-manager; default: trivy where it is usable.")
    private Optional<String> scanEngine = Optional.empty();

    @Option(
            names = "--patch-engine",
            paramLabel = "ENGINE",
            description = "copa or buildah; default: copa where it is usable.")
    private Optional<String> patchEngine = Optional.empty();

    @Option(
            names = "--trivy-db-repository",
            paramLabel = "REPOSITORY",
            description = "Where Trivy's vulnerability database comes from, HOST/REPOSITORY:TAG; also by"
                    + " CSSC_TRIVY_DB_REPOSITORY; default: Trivy's own places.")
    private Optional<String> trivyDbRepository = Optional.empty();

    @Option(
            names = "--native",
            description = "Run the services as the native programs that ./mvnw -T1 package -Pnative made; also by"
                    + " CSSC_NATIVE=yes.")
    private boolean nativePrograms;

    /** The options that were given, as they are written. */
    List<String> given() {
        List<String> given = new ArrayList<>();
        if (!ports.isEmpty()) {
            given.add("--port");
        }
        scanEngine.ifPresent(engine -> given.add("--scan-engine"));
        patchEngine.ifPresent(engine -> given.add("--patch-engine"));
        trivyDbRepository.ifPresent(repository -> given.add("--trivy-db-repository"));
        if (nativePrograms) {
            given.add("--native");
        }
        return given;
    }

    /** Refuses what is wrong in itself, whether or not it takes effect now. */
    void check() {
        askedPorts();
        scanEngine.ifPresent(EngineChoice::checkScan);
        patchEngine.ifPresent(EngineChoice::checkPatch);
    }

    /** The options that ask for something else than what the stack was started with. */
    List<String> differingFrom(StackSettings running) {
        List<String> differing = new ArrayList<>();
        askedPorts().forEach((part, port) -> {
            if (running.port(part) != port) {
                differing.add("--port " + part + "=" + port + " (now " + running.port(part) + ")");
            }
        });
        scanEngine
                .filter(engine -> !engine.equals(running.engines().scan()))
                .ifPresent(engine -> differing.add(
                        "--scan-engine " + engine + " (now " + running.engines().scan() + ")"));
        patchEngine
                .filter(engine -> !engine.equals(running.engines().patch()))
                .ifPresent(engine -> differing.add("--patch-engine " + engine + " (now "
                        + running.engines().patch() + ")"));
        Optional<String> repository = running.engines().trivy().flatMap(TrivyDatabase.Present::repository);
        trivyDbRepository
                .filter(asked -> !repository.equals(Optional.of(asked)))
                .ifPresent(asked -> differing.add("--trivy-db-repository " + asked
                        + repository.map(name -> " (now " + name + ")").orElse(" (now Trivy's own places)")));
        if (nativePrograms && running.build() != Build.NATIVE) {
            differing.add("--native (now on a JVM)");
        }
        return differing;
    }

    private Map<Part, Integer> askedPorts() {
        Map<Part, Integer> asked = new EnumMap<>(Part.class);
        ports.forEach((name, port) -> asked.put(part(name), StackSettings.parsePort("--port " + name, port)));
        return asked;
    }

    /** Settles ports and engines, and says which engines and why. */
    StackSettings settle(StackHome home, Consumer<String> announce) {
        return settle(home, Optional.empty(), announce);
    }

    /**
     * The same, with Trivy's database in the stack's own registry, under that repository and tag.
     *
     * @param ownDatabase {@code repository:tag}; empty where the options say where it comes from
     */
    StackSettings settle(StackHome home, Optional<String> ownDatabase, Consumer<String> announce) {
        Map<Part, Integer> settled = StackSettings.ports(askedPorts(), System.getenv());
        String registry = StackSettings.address(settled, Part.REGISTRY);
        Optional<TrivyMirror> mirror = ownDatabase
                .map(name -> registry + "/" + name)
                .or(() -> trivyDbRepository)
                .or(() -> set("CSSC_TRIVY_DB_REPOSITORY"))
                .map(repository -> TrivyMirror.of(repository, registry, home.trivyCache()));

        MachineTools tools = new MachineTools(announce, mirror);
        String buildkit = set("CSSC_BUILDKIT_ADDR")
                .orElseGet(() -> BUILDKIT.stream()
                        .filter(address -> tools.buildkitMissing(address).isEmpty())
                        .findFirst()
                        .orElse(BUILDKIT.getFirst()));
        EngineChoice scan = EngineChoice.scan(scanEngine.or(() -> set("CSSC_SCAN_ENGINE")), tools);
        EngineChoice patch = EngineChoice.patch(patchEngine.or(() -> set("CSSC_PATCH_ENGINE")), buildkit, tools);
        announce.accept("Scan engine: " + scan.name() + " (" + scan.why() + ")");
        announce.accept("Patch engine: " + patch.name() + " (" + patch.why() + ")");
        return new StackSettings(
                settled,
                new StackSettings.Engines(
                        scan.name(),
                        patch.name(),
                        "copa".equals(patch.name()) ? Optional.of(buildkit) : Optional.empty(),
                        "trivy".equals(scan.name()) ? tools.trivyDatabase().present() : Optional.empty()),
                build(System.getenv()));
    }

    /**
     * As what the services are to run.
     *
     * @throws CliException where the variable says neither yes nor no
     */
    Build build(Map<String, String> environment) {
        String variable = Optional.ofNullable(environment.get("CSSC_NATIVE")).orElse("");
        return switch (variable) {
            case "yes" -> Build.NATIVE;
            case "", "no" -> nativePrograms ? Build.NATIVE : Build.JVM;
            default ->
                throw new CliException(ExitCode.INVALID, "CSSC_NATIVE is '" + variable + "'; expected yes or no.");
        };
    }

    private static Optional<String> set(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
    }

    static Part part(String name) {
        return Part.named(name)
                .orElseThrow(
                        () -> new CliException(
                                ExitCode.INVALID,
                                "'" + name
                                        + "' is no part of the stack; expected postgres, kafka, registry, trigger, scan or patch."));
    }
}
