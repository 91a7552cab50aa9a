package dev.cssc.bench;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.Home;
import dev.cssc.common.embedded.BuiltService;
import dev.cssc.common.embedded.EmbeddedDatabase;
import dev.cssc.common.embedded.EmbeddedKafka;
import dev.cssc.common.embedded.FreePort;
import dev.cssc.common.embedded.PackagedService;
import dev.cssc.common.embedded.ServiceAddresses;
import dev.cssc.common.embedded.ServiceLog;

import java.io.File;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the real services as a process of its own, beside a broker and a database. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int LINES_TOLD = 30;

    private final String name;
    private final Process process;
    private final int port;
    private final Path log;
    private final long begun;
    private final Thread endWithThis;
    private double readyAfter;

    private ServiceProcess(String name, Process process, int port, Path log, long begun) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.log = log;
        this.begun = begun;
        // Whoever ends a bench from outside is not to find its services running the next day.
        this.endWithThis = new Thread(process::destroy, "end-" + name);
        try {
            Runtime.getRuntime().addShutdownHook(endWithThis);
        } catch (IllegalStateException e) {
            process.destroy(); // this process is about to end: nobody else would end the service
            throw e;
        }
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param name for people and for its log
     * @param program the packaged service; it is started without a cache, and with a heap of 512 MB
     * @param directory for its log
     * @param settings its configuration beyond addresses, by environment variable
     * @throws CliException where it does not become ready, with the end of its log
     */
    static ServiceProcess start(
            String name,
            PackagedService program,
            Path directory,
            EmbeddedDatabase database,
            EmbeddedKafka kafka,
            Map<String, String> settings) {
        return start(name, program.commandWithoutCache(List.of("-Xmx512m")), directory, database, kafka, settings);
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param name for people and for its log
     * @param command the argument vector of a service, whatever it runs on
     * @param directory for its log
     * @param settings its configuration beyond addresses, by environment variable
     * @throws CliException where it does not become ready, with the end of its log
     */
    static ServiceProcess start(
            String name,
            List<String> command,
            Path directory,
            EmbeddedDatabase database,
            EmbeddedKafka kafka,
            Map<String, String> settings) {
        int port = FreePort.any();
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(ServiceAddresses.beside(database, kafka, port).environment());
        builder.environment().putAll(settings);
        try {
            long begun = System.nanoTime();
            ServiceProcess service = new ServiceProcess(name, builder.start(), port, log, begun);
            service.awaitReady();
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException("starting the " + name, e);
        }
    }

    /**
     * A service of this project, as it was built.
     *
     * @throws CliException where it was not
     */
    static PackagedService program(String service) {
        PackagedService packaged = built(service).packaged();
        if (!Files.exists(packaged.program())) {
            throw new CliException(
                    packaged.program() + " is not there. Run ./cssc, which builds what is missing, or ./mvnw package.");
        }
        return packaged;
    }

    /** Where a service of this project is once it was built. */
    static BuiltService built(String service) {
        return new BuiltService(Home.project().resolve(service));
    }

    /** For people. */
    String name() {
        return name;
    }

    /** Its process's number. */
    long pid() {
        return process.pid();
    }

    /** Its REST address. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Seconds of processor time that it and its children have used so far, those that have ended included. */
    double processorSeconds() {
        return ProcessorTime.seconds(process.toHandle());
    }

    /** Seconds from its being executed until it said that it is ready, as far as one sees who asks every 20 milliseconds. */
    double readyAfter() {
        return readyAfter;
    }

    /** All that it has said so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + log, e);
        }
    }

    private void awaitReady() {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest ask = HttpRequest.newBuilder(URI.create(url() + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + READY.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                if (http.send(ask, BodyHandlers.discarding()).statusCode() == 200) {
                    readyAfter = (System.nanoTime() - begun) / 1e9;
                    return;
                }
            } catch (IOException e) {
                // not listening yet
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            pause();
        }
        String why = endOfLog();
        close();
        throw new CliException("The " + name + " did not become ready. The end of its log:\n" + why);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it said last. */
    String endOfLog() {
        return new ServiceLog(log).end(LINES_TOLD);
    }

    @Override
    public void close() {
        forgetEnd();
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void forgetEnd() {
        try {
            Runtime.getRuntime().removeShutdownHook(endWithThis);
        } catch (IllegalStateException e) {
            // this process is about to end, and so the service is too
        }
    }
}
