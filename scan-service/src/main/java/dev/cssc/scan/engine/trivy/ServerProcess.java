package dev.cssc.scan.engine.trivy;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.Command;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.database.Databases;
import okhttp3.HttpUrl;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A Trivy server that this service runs: a child on a port of the loopback interface, with one database that nobody changes, and a token
 * that nobody else knows. Killed with the service by whoever clears what killed services leave behind.
 */
final class ServerProcess {

    private static final Logger LOG = Logger.getLogger(ServerProcess.class);

    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final long OUTPUT_LIMIT = 64L * 1024 * 1024;
    private static final int TAIL = 4 * 1024;
    private static final int TOKEN_BYTES = 32;
    private static final long POLL_MILLIS = 50;
    private static final Duration PATIENCE_WITH_ITS_END = Duration.ofSeconds(15);

    private final WorkDirectories.Held directory;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private final TrivyRpc rpc;
    private volatile Optional<Ended> ended = Optional.empty();

    private ServerProcess(
            ProcessRunner runner,
            WorkDirectories.Held directory,
            TrivyConfig config,
            TrivyServerConfig server,
            Databases.Held database) {
        this.directory = directory;
        int port = freePort();
        String token = token();
        this.rpc = new TrivyRpc(
                new HttpUrl.Builder()
                        .scheme("http")
                        .host("127.0.0.1")
                        .port(port)
                        .build(),
                () -> Optional.of(token),
                server.answerLimit(),
                server.timeout());
        Command command = command(config, database, port, token);
        this.thread = Thread.ofPlatform()
                .name("trivy-server")
                .daemon()
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> {
                    try {
                        ended = Optional.of(runner.run(command));
                    } catch (RuntimeException e) {
                        LOG.warnf("trivy's server could not be run: %s", e.toString());
                    } finally {
                        over.countDown();
                    }
                });
    }

    /**
     * Starts one and waits until it answers.
     *
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#ENGINE_UNAVAILABLE} where it does not in time
     */
    static ServerProcess start(
            ProcessRunner runner,
            WorkDirectories directories,
            TrivyConfig config,
            TrivyServerConfig server,
            Databases.Held database) {
        ServerProcess process = new ServerProcess(runner, directories.create(), config, server, database);
        process.thread.start();
        try {
            process.awaitHealth(server.startTimeout());
            return process;
        } catch (RuntimeException e) {
            process.end();
            throw e;
        }
    }

    private Command command(TrivyConfig config, Databases.Held database, int port, String token) {
        Map<String, String> environment = TrivyFlags.environment(directory.path());
        environment.put("TRIVY_TOKEN", token);
        return new Command(
                List.of(
                        config.program(),
                        "server",
                        "--listen=127.0.0.1:" + port,
                        "--cache-dir=" + database.cacheDirectory(),
                        // Package lists are taken back, so that memory does for them; files would be locked by one
                        // process.
                        "--cache-backend=memory",
                        "--skip-db-update",
                        "--no-progress",
                        "--quiet"),
                environment,
                directory.path(),
                FOR_EVER,
                OUTPUT_LIMIT);
    }

    private void awaitHealth(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!rpc.isHealthy()) {
            boolean died;
            try {
                died = over.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Failure.of(ReasonCode.SHUTTING_DOWN, "starting trivy's server: interrupted")
                        .toException(e);
            }
            if (died || System.nanoTime() > deadline) {
                throw Failure.of(
                                ReasonCode.ENGINE_UNAVAILABLE,
                                "starting trivy's server: "
                                        + (died ? lastWords() : "no answer within " + patience.toSeconds() + " s"))
                        .toException();
            }
        }
    }

    private String lastWords() {
        return ended.map(e -> e.ending() + " " + e.stderrTail(TAIL).strip()).orElse("it could not be run");
    }

    boolean isAlive() {
        return over.getCount() > 0;
    }

    TrivyRpc rpc() {
        return rpc;
    }

    /** Ends it, and waits for its end. */
    void end() {
        thread.interrupt();
        try {
            if (!over.await(PATIENCE_WITH_ITS_END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("trivy's server has not ended yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        rpc.close();
        directory.close();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw Failure.of(ReasonCode.ENGINE_UNAVAILABLE, "starting trivy's server: no free port: " + e)
                    .toException(e);
        }
    }

    private static String token() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
