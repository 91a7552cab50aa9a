package dev.cssc.common.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts packaged services once beside a broker and a database of its own, asks them what a person or an orchestrator asks first, and ends them in
 * an orderly way, for the JVM to keep what it learned of their classes. No registry is asked for anything, and nothing outside of this
 * machine.
 */
public final class Rehearsal implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);

    /** With what writing a cache of some 100 MB takes on a slow machine. */
    private static final Duration END = Duration.ofMinutes(5);

    /** A heap that any container has: with one of more than 32 GB a cache would be good for such heaps alone. */
    private static final List<String> JAVA_OPTIONS = List.of("-Xmx512m");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONNECTION = "SmallRye Reactive Messaging - readiness check";
    private static final List<String> QUESTIONS = List.of(
            "/q/health",
            "/q/metrics",
            "/api/v1/jobs",
            "/api/v1/workers",
            "/api/v1/dead-letters",
            "/api/v1/workflows",
            "/api/v1/runs",
            "/api/v1/images",
            "/api/v1/registries",
            "/api/v1/database",
            "/api/v1/patches");
    private static final int TIMES = 3;
    private static final int LINES_TOLD = 25;

    private final Path directory;
    private final EmbeddedDatabase database;
    private final EmbeddedKafka kafka;
    private final HttpClient http = HttpClient.newHttpClient();

    private Rehearsal(Path directory, EmbeddedDatabase database, EmbeddedKafka kafka) {
        this.directory = directory;
        this.database = database;
        this.kafka = kafka;
    }

    /**
     * Starts broker and database.
     *
     * @param directory for their data and for logs; to be removed when this is closed
     */
    public static Rehearsal in(Path directory) {
        EmbeddedDatabase database =
                EmbeddedDatabase.start(directory.resolve("postgres"), 0, EmbeddedDatabase.Durability.SCRATCH);
        return new Rehearsal(directory, database, EmbeddedKafka.start(directory.resolve("kafka"), 0));
    }

    /**
     * Has services rehearsed, all at once; the cache of each lies beside it afterwards.
     *
     * @param announce takes a line on each that was made
     * @throws IllegalStateException where one does not start, does not end, or leaves no cache; with the end of its log. It has no cache then
     */
    public void of(List<PackagedService> services, Consumer<String> announce) {
        try (ExecutorService rehearsals = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> begun = new ArrayList<>();
            services.forEach(service -> begun.add(rehearsals.submit(() -> of(service, announce))));
            for (Future<?> rehearsal : begun) {
                rehearsal.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("rehearsing services", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while services were rehearsed", e);
        }
    }

    private void of(PackagedService service, Consumer<String> announce) {
        service.forgetCache();
        service.prepareForCache();
        String name = service.directory().toAbsolutePath().getFileName().toString();
        Path log = directory.resolve(name + "-" + FreePort.any() + ".log");
        int port = FreePort.any();
        long begun = System.nanoTime();
        Process process = start(service, port, log);
        try {
            awaitConnected(process, port, log);
            ask(port);
            process.destroy();
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS) || !Files.isRegularFile(service.cache())) {
                throw new IllegalStateException(
                        service.directory() + " left no cache:\n" + new ServiceLog(log).end(LINES_TOLD));
            }
            service.noteCache();
            announce.accept("%s in %.0f s: %d MB, %s"
                    .formatted(
                            service.directory(),
                            (System.nanoTime() - begun) / 1e9,
                            Files.size(service.cache()) / 1_000_000,
                            service.cache().getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException("rehearsing " + service.directory(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + service.directory() + " was rehearsed", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            if (!service.hasCache()) {
                service.forgetCache();
            }
        }
    }

    private Process start(PackagedService service, int port, Path log) {
        ProcessBuilder builder = new ProcessBuilder(service.commandForCache(JAVA_OPTIONS))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment(port));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("starting " + service.directory(), e);
        }
    }

    /** The engines of production, which need not be there for a service to start, and which are to download nothing. */
    private Map<String, String> environment(int port) {
        Map<String, String> environment = new LinkedHashMap<>(
                ServiceAddresses.beside(database, kafka, port).environment());
        environment.put("CSSC_SCAN_ENGINE", "trivy");
        environment.put("CSSC_SCAN_TRIVY_SKIP_DB_UPDATE", "true");
        environment.put(
                "CSSC_SCAN_TRIVY_CACHE_DIRECTORY", directory.resolve("trivy").toString());
        environment.put("CSSC_SCAN_WORK_DIRECTORY", directory.resolve("scan").toString());
        environment.put("CSSC_PATCH_ENGINE", "copa");
        environment.put("CSSC_PATCH_WORK_DIRECTORY", directory.resolve("patch").toString());
        return environment;
    }

    private void awaitConnected(Process process, int port, Path log) throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            if (get(port, "/q/health/ready").filter(Rehearsal::isConnected).isPresent()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException("the service did not start:\n" + new ServiceLog(log).end(LINES_TOLD));
    }

    /** Whether it hears its topics; an engine that is not there leaves it unready for good. */
    static boolean isConnected(String health) {
        try {
            for (JsonNode check : JSON.readTree(health).path("checks")) {
                if (CONNECTION.equals(check.path("name").asText())) {
                    return "UP".equals(check.path("status").asText());
                }
            }
        } catch (JsonProcessingException e) {
            // what answers while a service starts is no JSON
        }
        return false;
    }

    private void ask(int port) throws InterruptedException {
        for (int time = 0; time < TIMES; time++) {
            for (String question : QUESTIONS) {
                get(port, question); // each service knows some of them, and what it answers is no matter
            }
        }
    }

    private Optional<String> get(int port, String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return Optional.of(http.send(request, BodyHandlers.ofString())).map(HttpResponse::body);
        } catch (IOException e) {
            return Optional.empty(); // not listening yet
        }
    }

    @Override
    public void close() {
        try (database;
                kafka) {
            http.close();
        }
    }
}
