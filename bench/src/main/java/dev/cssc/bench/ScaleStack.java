package dev.cssc.bench;

import dev.cssc.common.embedded.EmbeddedDatabase;
import dev.cssc.common.embedded.EmbeddedKafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A real broker and a real database, and any number of the real services beside them, each a process of its own with its own ports. */
final class ScaleStack implements AutoCloseable {
    private final Path directory;
    private final EmbeddedDatabase database;
    private final EmbeddedKafka kafka;
    private final List<ServiceProcess> services = new CopyOnWriteArrayList<>();

    private ScaleStack(Path directory, EmbeddedDatabase database, EmbeddedKafka kafka) {
        this.directory = directory;
        this.database = database;
        this.kafka = kafka;
    }

    /** Starts broker and database, which keep what they take as in production, and no service yet. */
    static ScaleStack start(Path directory) {
        return new ScaleStack(
                directory,
                EmbeddedDatabase.start(directory.resolve("postgres"), 0, EmbeddedDatabase.Durability.KEPT),
                EmbeddedKafka.start(directory.resolve("kafka"), 0));
    }

    /**
     * One more process of a service.
     *
     * @param service as its module is called
     * @param name for its log and its directory
     * @param settings its configuration beyond addresses, by environment variable
     */
    record Wanted(String service, String name, Map<String, String> settings) {}

    /** Starts them at once and waits until all are ready. */
    void start(List<Wanted> wanted) {
        try (ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> started = new ArrayList<>();
            wanted.forEach(one -> started.add(starts.submit(() -> services.add(ServiceProcess.start(
                    one.name(), ServiceProcess.program(one.service()), directory, database, kafka, one.settings())))));
            for (Future<?> start : started) {
                start.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("starting services", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while services started", e);
        }
    }

    /** Those that run. */
    List<ServiceProcess> services() {
        return List.copyOf(services);
    }

    /** The one of that name. */
    ServiceProcess service(String name) {
        return services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Seconds of processor time that each service has used so far with its children, and the database, by their names. */
    Map<String, Double> processorSeconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        services.forEach(service -> seconds.put(service.name(), service.processorSeconds()));
        try {
            EmbeddedDatabase.serverOn(directory.resolve("postgres"))
                    .ifPresent(server -> seconds.put("PostgreSQL", ProcessorTime.seconds(server)));
        } catch (IOException e) {
            throw new UncheckedIOException("looking for the database's process", e);
        }
        return seconds;
    }

    /** Where events travel. */
    String kafka() {
        return kafka.bootstrapServers();
    }

    /** Lets them work before the next look at them. */
    static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** To say and hear events. */
    Wire wire() {
        return new Wire(kafka());
    }

    /** What all of them said last. */
    String endOfLogs() {
        return services.stream()
                .map(service -> service.name() + ":\n" + service.endOfLog())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        try (ExecutorService ends = Executors.newVirtualThreadPerTaskExecutor()) {
            services.forEach(service -> ends.submit(service::close));
        }
        kafka.close();
        database.close();
    }
}
