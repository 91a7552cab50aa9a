package dev.cssc.bench;

import dev.cssc.common.embedded.Copy;
import dev.cssc.common.embedded.EmbeddedDatabase;
import dev.cssc.common.embedded.EmbeddedKafka;
import dev.cssc.common.embedded.PackagedService;
import dev.cssc.common.embedded.Rehearsal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts services one at a time, each in every form that is on this machine in turn, beside a real broker and a real database that hold what an
 * earlier start of theirs left.
 */
final class ServiceStarts {
    /** As the local stack starts them. */
    private static final List<String> JAVA_OPTIONS = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private final Path directory;
    private final Duration idle;
    private final Consumer<String> announce;
    private final List<String> missing = new ArrayList<>();

    /**
     * @param directory for copies, data and logs
     * @param idle how long after its being ready a service's memory is looked at
     */
    ServiceStarts(Path directory, Duration idle, Consumer<String> announce) {
        this.directory = directory;
        this.idle = idle;
        this.announce = announce;
    }

    /** The forms that were not there, in words; known once they were looked for. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    /** Starts each service so many times in each form. */
    List<StartFigures> run(List<String> services, int rounds) {
        Map<String, Map<StartForm, List<String>>> commands = new LinkedHashMap<>();
        services.forEach(ServiceProcess::program); // refused before anything is started where one was not built
        services.forEach(service -> commands.put(service, new EnumMap<>(StartForm.class)));
        commands.forEach((service, forms) -> {
            PackagedService packaged = ServiceProcess.program(service);
            forms.put(StartForm.JVM, packaged.commandWithoutCache(JAVA_OPTIONS));
            nativeProgram(service).ifPresent(program -> forms.put(StartForm.NATIVE, List.of(program, "-Xmx256m")));
        });
        withCaches(commands);
        return started(commands, rounds);
    }

    private PackagedService copy(String service) {
        return new PackagedService(directory.resolve(service));
    }

    private Optional<String> nativeProgram(String service) {
        Path program = ServiceProcess.built(service).compiled();
        if (Files.isExecutable(program)) {
            return Optional.of(program.toString());
        }
        missing.add(service + " was not compiled to a native program: there is no " + program
                + "; ./mvnw -T1 package -Pnative makes it.");
        return Optional.empty();
    }

    /** Takes the caches that lie beside the services, and makes those of copies where there is none. */
    private void withCaches(Map<String, Map<StartForm, List<String>>> commands) {
        if (!PackagedService.cachesArePossible()) {
            missing.add("An AOT cache that is made in one start takes Java 25; this is " + Runtime.version() + ".");
            return;
        }
        List<String> without = new ArrayList<>();
        commands.forEach((service, forms) -> {
            PackagedService packaged = ServiceProcess.program(service);
            if (packaged.hasCache()) {
                forms.put(StartForm.JVM_WITH_CACHE, packaged.command(JAVA_OPTIONS));
            } else {
                without.add(service);
            }
        });
        if (without.isEmpty()) {
            return;
        }
        announce.accept("Rehearsing " + String.join(", ", without) + " …");
        try (Rehearsal rehearsal = Rehearsal.in(directory.resolve("rehearsal"))) {
            without.forEach(service -> Copy.ofDirectory(
                    ServiceProcess.program(service).directory(), copy(service).directory()));
            rehearsal.of(without.stream().map(this::copy).toList(), announce);
            commands.forEach((service, forms) -> {
                if (without.contains(service)) {
                    forms.put(StartForm.JVM_WITH_CACHE, copy(service).command(JAVA_OPTIONS));
                }
            });
        }
    }

    private List<StartFigures> started(Map<String, Map<StartForm, List<String>>> commands, int rounds) {
        Map<String, Map<StartForm, List<Start>>> starts = new LinkedHashMap<>();
        try (EmbeddedDatabase database =
                        EmbeddedDatabase.start(directory.resolve("postgres"), 0, EmbeddedDatabase.Durability.KEPT);
                EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            commands.forEach((service, forms) -> {
                // Makes tables and topics, and has the files in memory.
                forms.forEach((form, command) -> start(service, command, database, kafka, Duration.ZERO));
            });
            for (int round = 1; round <= rounds; round++) {
                announce.accept("Round " + round + " of " + rounds + " …");
                commands.forEach((service, forms) -> forms.forEach(
                        (form, command) -> starts.computeIfAbsent(service, none -> new EnumMap<>(StartForm.class))
                                .computeIfAbsent(form, none -> new ArrayList<>())
                                .add(start(service, command, database, kafka, idle))));
            }
        }
        return starts.entrySet().stream()
                .flatMap(of -> of.getValue().entrySet().stream()
                        .map(form -> new StartFigures(of.getKey(), form.getKey(), form.getValue())))
                .toList();
    }

    private Start start(
            String service, List<String> command, EmbeddedDatabase database, EmbeddedKafka kafka, Duration idle) {
        try (ServiceProcess process =
                ServiceProcess.start(service, command, directory, database, kafka, settings(service))) {
            rest(idle);
            return Start.ofService(
                    process.readyAfter(), process.log(), new ServiceFigures(process).residentMegabytes());
        }
    }

    private Map<String, String> settings(String service) {
        return switch (service) {
            case "scan-service" ->
                Map.of(
                        "CSSC_SCAN_ENGINE",
                        "package-manager",
                        "CSSC_SCAN_WORK_DIRECTORY",
                        directory.resolve("scan").toString());
            case "patch-service" ->
                Map.of(
                        "CSSC_PATCH_ENGINE",
                        "buildah",
                        "CSSC_PATCH_WORK_DIRECTORY",
                        directory.resolve("patch").toString());
            default -> Map.of();
        };
    }

    private static void rest(Duration idle) {
        try {
            TimeUnit.MILLISECONDS.sleep(idle.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
