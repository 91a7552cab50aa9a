package dev.cssc.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Figures of a service's process, as its metrics and the system have them. */
record ServiceFigures(ServiceProcess service) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final double KILOBYTES = 1024;
    private static final double BYTES = 1024 * 1024;

    /** Sum of all its samples of a metric whose labels have all of these texts in them; 0 where it shows none. */
    double metric(String name, String... labels) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String metrics() {
        HttpRequest ask = HttpRequest.newBuilder(URI.create(service.url() + "/q/metrics"))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            return HTTP.send(ask, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the metrics of the " + service.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Resident memory of the process itself, in MB: {@code VmRSS}, proc(5); empty without Linux, and where it has ended. */
    OptionalDouble residentMegabytes() {
        Path status = Path.of("/proc", String.valueOf(service.pid()), "status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KILOBYTES)
                    .findFirst();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    /**
     * Heap that is in use after a full collection, in MB: what it keeps, whatever it has just thrown away; empty where nothing can have it
     * collect, since a JRE has no {@code jcmd}.
     */
    OptionalDouble liveHeapMegabytes() {
        try {
            Process collect = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(service.pid()),
                            "GC.run"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            collect.waitFor(30, TimeUnit.SECONDS);
        } catch (IOException e) {
            return OptionalDouble.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return OptionalDouble.of(metric("jvm_memory_used_bytes", "area=\"heap\"") / BYTES);
    }
}
